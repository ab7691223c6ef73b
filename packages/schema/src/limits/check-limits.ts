import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  valueFromASTUntyped,
} from 'graphql';
import { CausewayError } from '../errors.ts';
import { fragmentsInOrder } from './fragments-in-order.ts';
import { limitText } from './limit-text.ts';
import { type Measuring, measureSelections, type SelectionSize } from './measure-selections.ts';
import { defaultLimits, type LimitName, limitNames, type OperationLimits } from './operation-limits.ts';

/** An operation as a client sent it: parsed, and neither validated nor its variables read. */
export type SentOperation = {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  /** Which of the document's operations is meant; needed where there are several. */
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
};

/**
 * Checks an operation against the limits, whole, before it is validated, planned or executed: one TOO_COMPLEX for each limit that
 * is passed, and nothing where none is. The time grows with the length of document and variables, however fragments spread each
 * other. An operation that cannot be told from others of its document is left to the executor, which refuses it.
 */
export function checkLimits(sent: SentOperation, limits: OperationLimits = defaultLimits): readonly CausewayError[] {
  const operation = getOperationAST(sent.document, sent.operationName);
  if (operation == null) return [];
  const sizes = measureOperation(sent, operation);
  return limitNames.flatMap((name) => {
    const { value, node } = sizes[name];
    const maximum = limits[name];
    if (value <= maximum) return [];
    return [
      new CausewayError('TOO_COMPLEX', limitText(name, value, maximum, nameOf(node)), {
        nodes: [node],
        extensions: { limit: name, value, maximum },
      }),
    ];
  });
}

/**
 * What an operation may cost, for rate limits: 1, another for each hundred values that its answer can hold, and 10 for each
 * aggregate and each filter on related rows. Everything is counted as the limits count it.
 */
export function costOf(sent: SentOperation): number {
  const operation = getOperationAST(sent.document, sent.operationName);
  if (operation == null) return 1;
  const { values, aggregates, relatedFilters } = measureOperation(sent, operation);
  return 1 + Math.ceil(values.value / 100) + 10 * (aggregates.value + relatedFilters.value);
}

/** How much of what a limit is about there is, and where: in one field, or in the operation as a whole. */
type Size = { readonly value: number; readonly node: FieldNode | OperationDefinitionNode };

function measureOperation(
  { schema, document, variables }: SentOperation,
  operation: OperationDefinitionNode,
): Readonly<Record<LimitName, Size>> {
  const definitions = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) definitions.set(definition.name.value, definition);
  }
  const fragments = new Map<string, SelectionSize>();
  const measuring: Measuring = {
    schema,
    variables: withDefaults(operation, variables ?? {}),
    fragments,
    knownValues: new WeakMap(),
    largest: new Map(),
  };
  for (const { name, typeCondition, selectionSet } of fragmentsInOrder(operation, definitions)) {
    const type = schema.getType(typeCondition.name.value);
    fragments.set(name.value, measureSelections(measuring, type, selectionSet));
  }
  const root = schema.getRootType(operation.operation) ?? undefined;
  const sum = measureSelections(measuring, root, operation.selectionSet);

  const total = (name: keyof SelectionSize): Size => ({ value: sum[name], node: operation });
  const largest = (name: LimitName): Size => measuring.largest.get(name) ?? { value: 0, node: operation };
  return {
    depth: total('depth'),
    fields: total('fields'),
    rows: total('rows'),
    values: total('values'),
    aggregates: total('aggregates'),
    ids: largest('ids'),
    listLength: largest('listLength'),
    filterDepth: largest('filterDepth'),
    filterFields: total('filterFields'),
    relatedFilters: total('relatedFilters'),
    textLength: largest('textLength'),
    argumentLength: total('argumentLength'),
  };
}

/** The variables' values by name, on an object that knows no other names. */
function withDefaults(
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = Object.create(null);
  for (const { variable, defaultValue } of variableDefinitions) {
    const name = variable.name.value;
    if (Object.hasOwn(variables, name)) values[name] = variables[name];
    else if (defaultValue !== undefined) values[name] = valueFromASTUntyped(defaultValue);
  }
  return values;
}

function nameOf(node: FieldNode | OperationDefinitionNode): string {
  return node.kind === Kind.FIELD ? (node.alias ?? node.name).value : 'The operation';
}
