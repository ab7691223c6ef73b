import {
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLNamedType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';
import type { Door } from './doors.ts';

/** How a value gets into a document: written down, as a variable of its own or its default, or inside the whole argument's variable. */
export const forms = ['literal', 'variable', 'block string', 'default', 'argument variable'] as const;

export type Form = (typeof forms)[number];

/** A value to send: as a variable carries it, and as a document writes it, where it can. */
export type SentValue = { readonly value: unknown; readonly literal?: string };

export type Question = { readonly document: string; readonly variables: Readonly<Record<string, unknown>> };

/** Writes the operation that sends a value through a door; undefined where the value has no such form. */
export function writeQuestion(door: Door, { value, literal }: SentValue, form: Form): Question | undefined {
  const { argument, inputs } = door;
  const place = (inputs.at(-1) ?? argument).type;
  const withText = (text: string, declaration = '') => ({
    document: write(
      door,
      declaration,
      inText(argument.type, inputs, () => text),
    ),
    variables: {},
  });
  switch (form) {
    case 'literal':
      return literal === undefined ? undefined : withText(listText(place, literal));
    case 'block string':
      return isBlockString(value) ? withText(listText(place, `"""${value}"""`)) : undefined;
    case 'default':
      return literal === undefined
        ? undefined
        : withText('$v', `($v: ${getNullableType(place)} = ${listText(place, literal)})`);
    case 'variable':
      return { ...withText('$v', `($v: ${place})`), variables: { v: listValue(place, value) } };
    case 'argument variable':
      return {
        document: write(door, `($v: ${argument.type})`, '$v'),
        variables: { v: inValue(argument.type, inputs, listValue(place, value)) },
      };
  }
}

/** Whether a block string says the text as it is: it strips white space, and knows no escapes. */
function isBlockString(value: unknown): value is string {
  return typeof value === 'string' && /^[^\s"\\\p{C}]([^"\\\p{C}]*[^\s"\\\p{C}])?$/u.test(value);
}

function listText(type: GraphQLInputType, text: string): string {
  return isListType(getNullableType(type)) ? `[${text}]` : text;
}

function listValue(type: GraphQLInputType, value: unknown): unknown {
  return isListType(getNullableType(type)) ? [value] : value;
}

/** The text of an argument down to the place of the value, other fields that have to be given included. */
function inText(type: GraphQLInputType, [field, ...rest]: readonly GraphQLInputField[], text: () => string): string {
  if (field === undefined) return text();
  if (isNonNullType(type)) return inText(type.ofType, [field, ...rest], text);
  if (isListType(type)) return `[${inText(type.ofType, [field, ...rest], text)}]`;
  const others = othersOf(type, field).map((other) => `${other.name}: ${harmless(other.type)}`);
  return `{${[...others, `${field.name}: ${inText(field.type, rest, text)}`].join(', ')}}`;
}

/** The same as a variable carries it. */
function inValue(type: GraphQLInputType, [field, ...rest]: readonly GraphQLInputField[], value: unknown): unknown {
  if (field === undefined) return value;
  if (isNonNullType(type)) return inValue(type.ofType, [field, ...rest], value);
  if (isListType(type)) return [inValue(type.ofType, [field, ...rest], value)];
  const others = othersOf(type, field).map((other) => [other.name, harmless(other.type)]);
  return Object.fromEntries([...others, [field.name, inValue(field.type, rest, value)]]);
}

function othersOf(type: GraphQLInputType, field: GraphQLInputField): readonly GraphQLInputField[] {
  if (!isInputObjectType(type)) return [];
  return Object.values(type.getFields()).filter((other) => other !== field && isRequiredInputField(other));
}

/** A value that may stand there, as a document writes it. */
function harmless(type: GraphQLInputType, about?: GraphQLNamedType): string {
  const named = getNamedType(type);
  if (isEnumType(named)) return listText(type, named.getValues()[0]?.name ?? '');
  return listText(type, JSON.stringify(`${about?.name}:1`));
}

function write({ fields, argument }: Door, declaration: string, text: string): string {
  const last = fields.at(-1);
  const calls = fields.map(({ field }) => {
    const own = field === last?.field;
    const given = field.args.flatMap((arg) => {
      if (own && arg === argument) return [`${arg.name}: ${text}`];
      return isRequiredArgument(arg) ? [`${arg.name}: ${harmless(arg.type, getNamedType(field.type))}`] : [];
    });
    return `${field.name}${given.length === 0 ? '' : `(${given.join(', ')})`}`;
  });
  const shown = last === undefined ? '' : selection(getNamedType(last.field.type), 2);
  return `query ${declaration} ${calls.reduceRight((inner, call) => `{ ${call} ${inner} }`, shown)}`;
}

/** All fields that need no arguments, so many levels of them. */
function selection(type: GraphQLNamedType, levels: number): string {
  if (isInterfaceType(type)) return '{ __typename id }';
  if (!isObjectType(type)) return '';
  const fields = Object.values(type.getFields()).filter(({ args }) => args.length === 0);
  const shown = fields.flatMap((field) => {
    const below = getNamedType(field.type);
    if (isLeafType(below)) return [field.name];
    return levels === 1 ? [] : [`${field.name} ${selection(below, levels - 1)}`];
  });
  return `{ ${['__typename', ...shown].join(' ')} }`;
}
