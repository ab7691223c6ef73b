import fc from 'fast-check';
import {
  type GraphQLEnumType,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import type { InputTree, InputValue, NamedInput } from './operation.ts';
import type { Pools, Subject } from './pools.ts';
import { mostly, scalarValue, type Wish } from './scalar-values.ts';

/** How deep filters still nest, and whether something may be wrong. */
export type InputWish = Wish & { readonly nesting: number };

/** Whether the place takes no null, either. */
type ValueWish = InputWish & { readonly required: boolean };

/** Generates a value for a place in the arguments, from nothing but its type and the values that its name tells of. */
export type InputGenerator = (type: GraphQLInputType, subject: Subject, wish: InputWish) => fc.Arbitrary<InputTree>;

const NULL: InputValue = { kind: 'null' };

export function createInputGenerator(pools: Pools): InputGenerator {
  const made = new Map<string, fc.Arbitrary<InputTree>>();

  const input: InputGenerator = (type, subject, wish) => {
    const name = [type, subject?.type, subject?.field, wish.nesting, wish.valid].join(' ');
    const arbitrary = made.get(name) ?? place(type, subject, wish);
    made.set(name, arbitrary);
    return arbitrary;
  };

  const place: InputGenerator = (type, subject, wish) => {
    const required = isNonNullType(type);
    const some = value(required ? type.ofType : type, subject, { ...wish, required });
    return fc.record({
      type: fc.constant(String(type)),
      mode: fc.oneof(
        { arbitrary: fc.constant('literal' as const), weight: 24 },
        { arbitrary: fc.constantFrom('variable' as const, 'variable' as const, 'default' as const), weight: 8 },
        ...(required ? [] : [{ arbitrary: fc.constant('absent' as const), weight: 1 }]),
      ),
      value: required ? some : mostly(some, fc.constant(NULL), 40),
    });
  };

  const value = (type: GraphQLInputType, subject: Subject, wish: ValueWish): fc.Arbitrary<InputValue> => {
    if (isListType(type)) return list(type.ofType, subject, wish);
    if (isInputObjectType(type)) return object(type, subject, wish);
    if (isEnumType(type)) return fc.constantFrom(...names(type)).map((name) => ({ kind: 'enum', value: name }));
    return scalarValue(pools, String(type), subject, wish).map((scalar) => ({ kind: 'scalar', value: scalar }));
  };

  const list = (
    type: GraphQLInputType,
    subject: Subject,
    { required, ...wish }: ValueWish,
  ): fc.Arbitrary<InputValue> => {
    const items = input(type, subject, wish);
    const some = fc.array(items, { minLength: 1, maxLength: 3 });
    // In some places an enum given twice is refused, and an empty list where one is wanted: that occurs, and not everywhere.
    const selector = ({ value: item }: InputTree) => JSON.stringify(item);
    const usual = isEnumType(getNamedType(type))
      ? mostly(fc.uniqueArray(items, { minLength: 1, maxLength: 3, selector }), some, 12)
      : some;
    return mostly(usual, fc.constant([]), required ? 30 : 8).map((elements) => ({ kind: 'list', items: elements }));
  };

  const object = (type: GraphQLInputObjectType, subject: Subject, wish: InputWish): fc.Arbitrary<InputValue> => {
    const nesting = wish.nesting - (isRecursive(type) ? 1 : 0);
    const fields = Object.values(type.getFields());
    const required = fields.filter((field) => isNonNullType(field.type));
    const open = fields.filter((field) => !isNonNullType(field.type) && (nesting > 0 || !leadsToRecursion(field)));
    const named = (field: GraphQLInputField) =>
      fc.record({
        name: fc.constant(field.name),
        input: input(field.type, subjectOf(type, field, subject), { ...wish, nesting }),
      });
    // What nests is chosen as often as all the rest: it is where answers go wrong.
    const groups = [open.filter((field) => !leadsToRecursion(field)), open.filter(leadsToRecursion)];
    const choices = groups.filter((group) => group.length > 0).map((group) => fc.oneof(...group.map(named)));
    const upTo = (count: number) =>
      fc.uniqueArray(fc.oneof(...choices), {
        minLength: 1,
        maxLength: Math.min(count, open.length),
        selector: ({ name }) => name,
      });
    const some: fc.Arbitrary<readonly NamedInput[]> =
      choices.length === 0
        ? fc.constant([])
        : fc.oneof(
            { arbitrary: fc.constant([]), weight: 1 },
            { arbitrary: upTo(1), weight: 12 },
            { arbitrary: upTo(nesting > 1 ? 3 : 2), weight: isRecursive(type) ? 12 : 4 },
          );
    return fc
      .tuple(some, fc.tuple(...required.map(named)))
      .map(([optional, all]) => ({ kind: 'object', fields: [...all, ...optional] }));
  };

  const subjectOf = (type: GraphQLInputObjectType, field: GraphQLInputField, subject: Subject): Subject => {
    const about = type.name.replace(/Filter$/, '');
    return pools.has(about) ? { type: about, field: field.name } : subject;
  };

  return input;
}

function names(type: GraphQLEnumType): readonly string[] {
  return type.getValues().map(({ name }) => name);
}

/** Whether a type holds itself, as filters do by and, or, not: each such type is a level of nesting. */
function isRecursive(type: GraphQLInputObjectType): boolean {
  return Object.values(type.getFields()).some((field) => getNamedType(field.type) === type);
}

function leadsToRecursion(field: GraphQLInputField): boolean {
  const type = getNamedType(field.type);
  return (
    isInputObjectType(type) &&
    (isRecursive(type) ||
      Object.values(type.getFields()).some((inner) => {
        const innerType = getNamedType(inner.type);
        return isInputObjectType(innerType) && isRecursive(innerType);
      }))
  );
}
