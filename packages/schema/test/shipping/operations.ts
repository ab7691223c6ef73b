import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isObjectType,
} from 'graphql';
import { type Door, findDoors } from '../doors/doors.ts';
import { type SentValue, writeQuestion } from '../doors/write-question.ts';

/** An operation whose statement is looked at. A `$cursor` in it is taken from the answer to `probe`. */
export type ShippedOperation = { readonly name: string; readonly document: string; readonly probe?: string };

/** One operation for each operator of each filter, those of figures and of related rows included, wherever a filter is taken. */
export function filterOperations(schema: GraphQLSchema): readonly ShippedOperation[] {
  return findDoors(schema)
    .filter(({ argument }) => argument.name === 'where')
    .map((door) => {
      const question = writeQuestion(door, valueFor(door), 'literal');
      if (question === undefined) throw new Error(`${door.path} cannot be written`);
      return { name: door.path, document: question.document };
    });
}

/** One operation for each ordering in both directions and each kind of page, of one list and of the lists of several parents. */
export function pageOperations(schema: GraphQLSchema): readonly ShippedOperation[] {
  return connectionsOf(schema).flatMap(({ field, write }) => {
    const orderings = orderingsOf(field).map((ordering) => `orderBy: [${ordering}]`);
    return ['', ...orderings].flatMap((orderBy) =>
      PAGES.map((page): ShippedOperation => {
        const args = [orderBy, page].filter((arg) => arg !== '').join(', ');
        const probe = write(orderBy === '' ? 'first: 3' : `${orderBy}, first: 3`, '{ edges { cursor } }');
        const document = write(args, SHOWN);
        const name = document.slice(0, document.lastIndexOf(SHOWN)).trim();
        return page.includes('$cursor')
          ? { name, document: `query ($cursor: String) ${document}`, probe }
          : { name, document };
      }),
    );
  });
}

/** One operation for each dimension with each ordering, and with a period where it is ordered by one. */
export function breakdownOperations(schema: GraphQLSchema): readonly ShippedOperation[] {
  return Object.values(schema.getQueryType()?.getFields() ?? {}).flatMap((field) => {
    const by = field.args.find(({ name }) => name === 'by');
    if (by === undefined) return [];
    return namesOf(by.type).flatMap((dimension) =>
      ['', ...orderingsOf(field).map((ordering) => `, orderBy: ${ordering}`)].map((orderBy) => {
        const period = orderBy.includes('PERIOD') && !TIMES.includes(dimension) ? ', MONTH' : '';
        const call = `${field.name}(by: [${dimension}${period}]${orderBy}, first: 10)`;
        return { name: call, document: `{ ${call} { ${leavesOf(field)} } }` };
      }),
    );
  });
}

const TIMES: readonly string[] = ['DAY', 'WEEK', 'MONTH'];

const PAGES = [
  'first: 5',
  'last: 5',
  'first: 5, after: $cursor',
  'last: 5, before: $cursor',
  'last: 5, after: $cursor',
  'first: 5, before: $cursor',
];

const SHOWN = '{ totalCount edges { cursor } nodes { id } pageInfo { hasNextPage hasPreviousPage } }';

/** A field with pages, and how it is asked with some arguments. */
type Connection = {
  readonly field: GraphQLField<unknown, unknown>;
  readonly write: (args: string, shown: string) => string;
};

/** Those of Query, and those of rows: below one row, and below several. */
function connectionsOf(schema: GraphQLSchema): readonly Connection[] {
  const roots = Object.values(schema.getQueryType()?.getFields() ?? {});
  const lists = roots.filter(isConnection);
  const ofRoot = lists.map((field) => ({
    field,
    write: (args: string, shown: string) => `{ ${field.name}(${args}) ${shown} }`,
  }));
  const ofRows = lists.flatMap((many) => {
    const type = rowTypeOf(many);
    const one = roots.find((root) => getNamedType(root.type) === type && root.args.some(({ name }) => name === 'id'));
    if (one === undefined) throw new Error(`No field of Query gives one ${type.name}`);
    return Object.values(type.getFields())
      .filter(isConnection)
      .flatMap((field) => [
        {
          field,
          write: (args: string, shown: string) =>
            `{ ${one.name}(id: "${type.name}:2") { ${field.name}(${args}) ${shown} } }`,
        },
        {
          field,
          write: (args: string, shown: string) =>
            `{ ${many.name}(first: 5) { nodes { ${field.name}(${args}) ${shown} } } }`,
        },
      ]);
  });
  return [...ofRoot, ...ofRows];
}

/** The type of a connection's rows. */
function rowTypeOf({ type }: GraphQLField<unknown, unknown>): GraphQLObjectType {
  const connection = getNamedType(type);
  const nodes = isObjectType(connection) ? connection.getFields()['nodes'] : undefined;
  const row = nodes && getNamedType(nodes.type);
  if (!isObjectType(row)) throw new Error(`${String(type)} has no nodes`);
  return row;
}

function isConnection({ args }: GraphQLField<unknown, unknown>): boolean {
  return args.some(({ name }) => name === 'after');
}

function orderingsOf({ args }: GraphQLField<unknown, unknown>): readonly string[] {
  const argument = args.find(({ name }) => name === 'orderBy');
  const type = argument && getNamedType(argument.type);
  if (!isInputObjectType(type)) return [];
  const { field, direction } = type.getFields();
  if (field === undefined || direction === undefined) throw new Error(`${type.name} is no ordering`);
  return namesOf(field.type).flatMap((name) =>
    namesOf(direction.type).map((way) => `{field: ${name}, direction: ${way}}`),
  );
}

function namesOf(type: GraphQLInputType): readonly string[] {
  const named = getNamedType(type);
  if (!isEnumType(named)) throw new Error(`${String(type)} is no enum`);
  return named.getValues().map(({ name }) => name);
}

function leavesOf({ type }: GraphQLField<unknown, unknown>): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) throw new Error(`${String(type)} has no fields`);
  return Object.values(named.getFields())
    .filter((field) => isLeafType(getNamedType(field.type)))
    .map(({ name }) => name)
    .join(' ');
}

/** A value that some rows have and others do not. */
function valueFor({ type, place }: Door): SentValue {
  if (isEnumType(type)) return named(type.getValues()[0]?.name ?? '');
  if (type.name === 'ID') return written(`${place.replace(/Filter\..*$/, '')}:5`);
  const value = VALUES[type.name];
  if (value === undefined) throw new Error(`No value is known for the scalar ${type.name}`);
  return written(value);
}

const VALUES: Readonly<Record<string, string | number>> = {
  String: 'a',
  Int: 3,
  Decimal: '100.00',
  DateTime: '2025-01-05T00:00:00Z',
};

function named(value: string): SentValue {
  return { value, literal: value };
}

function written(value: string | number): SentValue {
  return { value, literal: JSON.stringify(value) };
}
