import fc from 'fast-check';
import { type GraphQLArgument, type GraphQLField, getNamedType, isNonNullType } from 'graphql';
import type { InputGenerator } from './inputs.ts';
import type { CursorTree, InputTree, NamedInput } from './operation.ts';
import type { Pools, Subject } from './pools.ts';
import { mostly } from './scalar-values.ts';

/** Where in an operation: how much deeper it may go, how many lists stand above, and whether something may be wrong below. */
export type Place = { readonly depth: number; readonly lists: number; readonly valid: boolean };

/** The largest page by the number of lists above it: pages multiply, and answers stay small. */
const PAGE_SIZES = [20, 5, 3, 2] as const;

/** The number of lists that may stand in each other. */
export const MAX_LISTS = PAGE_SIZES.length;

const FILTER_NESTING = 3;

/** Generates the arguments of a field: sizes of pages as the place allows, the rest from its types. */
export function argumentsOf(
  { args, type }: GraphQLField<unknown, unknown>,
  place: Place,
  inputs: InputGenerator,
  pools: Pools,
): fc.Arbitrary<readonly NamedInput[]> {
  const about = getNamedType(type).name;
  const input = (arg: GraphQLArgument): fc.Arbitrary<readonly NamedInput[]> => {
    const subject: Subject = pools.has(about) ? { type: about, field: arg.name } : undefined;
    const given = inputs(arg.type, subject, { valid: place.valid, nesting: FILTER_NESTING }).map((value) => [
      { name: arg.name, input: value },
    ]);
    return isNonNullType(arg.type)
      ? given
      : fc.oneof({ arbitrary: fc.constant([]), weight: 1 }, { arbitrary: given, weight: 2 });
  };
  const rest = args.filter(({ name }) => !['first', 'last', 'after', 'before'].includes(name)).map(input);
  return fc.tuple(sizes(args, place), ...rest).map((parts) => parts.flat());
}

/** `first`, `last`, neither, and now and then what is refused. */
function sizes(args: readonly GraphQLArgument[], { lists, valid }: Place): fc.Arbitrary<readonly NamedInput[]> {
  const names = ['first', 'last'].filter((name) => args.some((arg) => arg.name === name));
  const [first, last] = names;
  if (first === undefined) return fc.constant([]);
  const max = PAGE_SIZES[lists] ?? 1;
  const fitting = fc.oneof(
    ...names.map((name) => sized(name, fc.integer({ min: 0, max }))),
    // A page without a size has 20 rows, or a hundred.
    ...(lists < 2 ? [fc.constant([])] : []),
  );
  if (valid) return fitting;
  const refused = fc.oneof(
    sized(first, fc.constantFrom(-1, 501)),
    ...(last === undefined
      ? []
      : [
          sized(last, fc.constantFrom(-1, 501)),
          fc.tuple(sized(first, ONE), sized(last, ONE)).map((both) => both.flat()),
        ]),
  );
  return mostly(fitting, refused, 60);
}

const ONE = fc.constant(1);

function sized(name: string, size: fc.Arbitrary<number>): fc.Arbitrary<readonly NamedInput[]> {
  const mode = fc.constantFrom<InputTree['mode']>('literal', 'literal', 'variable', 'default');
  return fc
    .tuple(size, mode)
    .map(([value, how]) => [{ name, input: { type: 'Int', mode: how, value: { kind: 'scalar', value } } }]);
}

/** No cursor most often; sometimes one, or both. */
export function cursors({ valid }: Place): fc.Arbitrary<readonly CursorTree[]> {
  const cursor = fc.record({
    argument: fc.constantFrom('after' as const, 'before' as const),
    pick: fc.nat({ max: 30 }),
    unfiltered: fc.boolean(),
    foreign: valid ? fc.constant(false) : mostly(fc.constant(false), fc.constant(true), 20),
  });
  return mostly(
    fc.constant<readonly CursorTree[]>([]),
    fc.uniqueArray(cursor, { minLength: 1, maxLength: 2, selector: ({ argument }) => argument }),
    2,
  );
}
