import fc from 'fast-check';
import {
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { argumentsOf, cursors, MAX_LISTS, type Place } from './arguments.ts';
import { createInputGenerator } from './inputs.ts';
import type { Directive, FieldTree, FragmentTree, OperationTree, SelectionTree } from './operation.ts';
import type { Pools } from './pools.ts';
import { mostly } from './scalar-values.ts';

type AnyField = GraphQLField<unknown, unknown>;

/** Names that other fields, objects of JavaScript or the statement have too, and two that PostgreSQL would cut to the same. */
const ALIASES: readonly (string | undefined)[] = [
  ...['a', 'b', 'id', 'name', 'total', 'node', 'nodes', 'count', 'key', 'list0', 'constructor', '__proto__'],
  ...['a', 'b'].map((end) => `${'long'.repeat(16)}${end}`),
];

const DEPTH = 10;

/** Generates operations over everything that Query offers: a new field, filter or ordering occurs without being listed. */
export function operations(schema: GraphQLSchema, pools: Pools): fc.Arbitrary<OperationTree> {
  const inputs = createInputGenerator(pools);
  const made = new Map<string, fc.Arbitrary<readonly SelectionTree[]>>();

  const selections = (type: GraphQLCompositeType, place: Place): fc.Arbitrary<readonly SelectionTree[]> => {
    const name = [type, place.depth, place.lists, place.valid].join(' ');
    const known = made.get(name);
    if (known !== undefined) return known;
    const arbitrary = fc.array(selection(type, place), { minLength: 1, maxLength: place.depth > 4 ? 3 : 2 });
    made.set(name, arbitrary);
    return arbitrary;
  };

  const selection = (type: GraphQLCompositeType, place: Place): fc.Arbitrary<SelectionTree> => {
    const fields = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
    const leaves = fields.filter((one) => !isCompositeType(getNamedType(one.type)));
    const inner = fields.filter((one) => isCompositeType(getNamedType(one.type)) && mayGoOn(one, place));
    const conditions = place.depth > 1 ? conditionsOf(type) : [];
    // What is simplest comes first: a selection shrinks to it.
    return fc.oneof(
      { withCrossShrink: true },
      ...weighted(1, [typeName]),
      ...weighted(
        8,
        leaves.map((one) => field(one, place)),
      ),
      ...weighted(
        12,
        inner.map((one) => field(one, place)),
      ),
      ...weighted(
        isInterfaceType(type) ? 24 : 2,
        conditions.map((on) => fragment(type, on, place)),
      ),
    );
  };

  const field = (one: AnyField, place: Place): fc.Arbitrary<FieldTree> => {
    const type = getNamedType(one.type);
    const below: Place = {
      depth: place.depth - 1,
      lists: place.lists + (isList(one) ? 1 : 0),
      valid: place.valid || isInterfaceType(type),
    };
    return fc.record({
      kind: fc.constant('field' as const),
      name: fc.constant(one.name),
      type: fc.constant(String(one.type)),
      alias: mostly(fc.constant(undefined), fc.constantFrom(...ALIASES), 4),
      directive,
      args: argumentsOf(one, place, inputs, pools),
      cursors: one.args.some(({ name }) => name === 'after') ? cursors(place) : fc.constant([]),
      selections: isCompositeType(type) ? selections(type, below) : fc.constant([]),
    });
  };

  const fragment = (type: GraphQLCompositeType, on: GraphQLCompositeType, place: Place): fc.Arbitrary<FragmentTree> =>
    fc.record({
      kind: fc.constant('fragment' as const),
      on: fc.constant(on.name),
      form: fc.constantFrom<FragmentTree['form']>('inline', 'named', on === type ? 'inline without type' : 'inline'),
      directive,
      // Whether what is wrong in a fragment that fits no row is refused, nobody says.
      selections: selections(on, { ...place, depth: place.depth - 1, valid: place.valid || isInterfaceType(on) }),
    });

  const conditionsOf = (type: GraphQLCompositeType): readonly GraphQLCompositeType[] =>
    isObjectType(type) ? [type, ...type.getInterfaces()] : schema.getPossibleTypes(type);

  const query = schema.getQueryType();
  if (query == null) throw new Error('The schema has no Query');
  const roots = Object.values(query.getFields()).map((one) => ({
    arbitrary: field(one, { depth: DEPTH, lists: 0, valid: false }),
    // What filters, orders and pages is where answers go wrong.
    weight: one.args.some(({ name }) => name === 'where') ? 4 : 1,
  }));
  return fc.record({ selections: fc.array(fc.oneof(...roots), { minLength: 1, maxLength: 2 }) });
}

/** Whether a field gives many rows. */
function isList({ args }: AnyField): boolean {
  return args.some(({ name }) => name === 'first' || name === 'ids');
}

function mayGoOn(field: AnyField, { depth, lists }: Place): boolean {
  return depth > 1 && (!isList(field) || lists < MAX_LISTS);
}

/** Choices that share one weight. */
function weighted<Value>(weight: number, arbitraries: readonly fc.Arbitrary<Value>[]) {
  return arbitraries.length === 0 ? [] : [{ arbitrary: fc.oneof(...arbitraries), weight }];
}

const typeName: fc.Arbitrary<FieldTree> = fc.constant({
  kind: 'field',
  name: '__typename',
  type: 'String!',
  alias: undefined,
  directive: undefined,
  args: [],
  cursors: [],
  selections: [],
});

const directive: fc.Arbitrary<Directive | undefined> = mostly<Directive | undefined>(
  fc.constant(undefined),
  fc.record({
    name: fc.constantFrom('skip' as const, 'include' as const),
    if: fc.boolean(),
    variable: fc.boolean(),
  }),
  20,
);
