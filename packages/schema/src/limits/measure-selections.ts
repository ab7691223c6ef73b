import {
  type DirectiveNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql';
import { type KnownValues, measureValue } from './measure-value.ts';
import type { LimitName } from './operation-limits.ts';
import { type Arguments, idsAskedOf, isAggregate, pageRows } from './page-rows.ts';
import { plus, times } from './size.ts';

/** What adds up over a selection, for one value of its type. */
export type SelectionSize = Readonly<
  Record<
    'depth' | 'fields' | 'rows' | 'values' | 'aggregates' | 'filterFields' | 'relatedFilters' | 'argumentLength',
    number
  >
>;

/** What is no sum but has a place: the largest so far, and where it stands. */
export type Largest = Map<LimitName, { readonly value: number; readonly node: FieldNode }>;

/** An operation while it is measured. */
export type Measuring = {
  readonly schema: GraphQLSchema;
  /** By name, defaults filled in; not checked against their types. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** The fragments that are measured already: each is read once, however often it is spread. */
  readonly fragments: ReadonlyMap<string, SelectionSize>;
  readonly knownValues: KnownValues;
  readonly largest: Largest;
};

const NOTHING: SelectionSize = {
  depth: 0,
  fields: 0,
  rows: 0,
  values: 0,
  aggregates: 0,
  filterFields: 0,
  relatedFilters: 0,
  argumentLength: 0,
};

/** Measures what is asked of a value of `type`. The document need not be valid: what the schema does not have counts too. */
export function measureSelections(
  measuring: Measuring,
  type: GraphQLNamedType | undefined,
  { selections }: SelectionSetNode,
): SelectionSize {
  return selections.reduce((total, node) => together(total, measureSelection(measuring, type, node)), NOTHING);
}

function measureSelection(
  measuring: Measuring,
  type: GraphQLNamedType | undefined,
  node: SelectionNode,
): SelectionSize {
  if (!isAsked(measuring, node.directives)) return NOTHING;
  switch (node.kind) {
    case Kind.FIELD:
      return measureField(measuring, fieldOf(type, node.name.value), node);
    case Kind.FRAGMENT_SPREAD:
      return measuring.fragments.get(node.name.value) ?? NOTHING;
    case Kind.INLINE_FRAGMENT: {
      const condition = node.typeCondition?.name.value;
      const inner = condition === undefined ? type : measuring.schema.getType(condition);
      return measureSelections(measuring, inner, node.selectionSet);
    }
  }
}

function measureField(
  measuring: Measuring,
  field: GraphQLField<unknown, unknown> | undefined,
  node: FieldNode,
): SelectionSize {
  const args: Arguments = new Map(
    node.arguments?.map(({ name, value }) => [name.value, valueFromASTUntyped(value, measuring.variables)]),
  );
  const sizes = [...args].map(([name, value]) => {
    const size = measureValue(
      value,
      field?.args.find((argument) => argument.name === name)?.type,
      measuring.knownValues,
    );
    note(measuring, node, 'textLength', size.textLength);
    note(measuring, node, 'filterDepth', size.filterDepth);
    // Ids have a limit of their own.
    if (idsAskedOf(field, args) !== value) note(measuring, node, 'listLength', size.listLength);
    return size;
  });
  note(measuring, node, 'ids', idsAskedOf(field, args).length);

  const inner =
    node.selectionSet === undefined
      ? { ...NOTHING, values: 1 }
      : measureSelections(measuring, field && getNamedType(field.type), node.selectionSet);
  const rows = pageRows(field, args);
  return {
    depth: inner.depth + 1,
    fields: plus(inner.fields, 1),
    rows: rows === undefined ? inner.rows : times(rows, plus(inner.rows, 1)),
    // A page without rows still has its counts and flags.
    values: times(Math.max(rows ?? 1, 1), inner.values),
    aggregates: plus(inner.aggregates, isAggregate(field) ? 1 : 0),
    filterFields: plus(inner.filterFields, ...sizes.map(({ filterFields }) => filterFields)),
    relatedFilters: plus(inner.relatedFilters, ...sizes.map(({ relatedFilters }) => relatedFilters)),
    argumentLength: plus(inner.argumentLength, ...sizes.map(({ argumentLength }) => argumentLength)),
  };
}

function together(a: SelectionSize, b: SelectionSize): SelectionSize {
  return {
    depth: Math.max(a.depth, b.depth),
    fields: plus(a.fields, b.fields),
    rows: plus(a.rows, b.rows),
    values: plus(a.values, b.values),
    aggregates: plus(a.aggregates, b.aggregates),
    filterFields: plus(a.filterFields, b.filterFields),
    relatedFilters: plus(a.relatedFilters, b.relatedFilters),
    argumentLength: plus(a.argumentLength, b.argumentLength),
  };
}

function note({ largest }: Measuring, node: FieldNode, name: LimitName, value: number): void {
  if (value > (largest.get(name)?.value ?? 0)) largest.set(name, { value, node });
}

function fieldOf(type: GraphQLNamedType | undefined, name: string): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
}

/** Whether @skip and @include let a selection stand; in doubt it counts. */
function isAsked({ variables }: Measuring, directives: readonly DirectiveNode[] = []): boolean {
  return directives.every(({ name, arguments: args = [] }) => {
    const condition = args.find((argument) => argument.name.value === 'if');
    const value: unknown = condition && valueFromASTUntyped(condition.value, variables);
    if (name.value === 'skip') return value !== true;
    return name.value !== 'include' || value !== false;
  });
}
