import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  getNamedType,
  isInputObjectType,
} from 'graphql';
import { requireColumn } from '../access/access.ts';
import { type ColumnKind, columnKindOf, relationOf, type Table, tableOf } from '../catalog/catalog.ts';
import { assertNever } from '../errors.ts';
import { type Comparison, type Condition, EVERYTHING, type FigureRange } from './condition.ts';
import { filterMeaningOf } from './filter-meaning.ts';
import { readGlobalIdOf } from './global-id.ts';
import type { Reading } from './read-fields.ts';
import { readOperand, readPattern } from './read-values.ts';
import { requireFigure } from './required-columns.ts';

/** A filter of one table, as it stands in the arguments. */
type Filter = Context & { readonly table: string; readonly path: string };

/** What exists, and who asks. */
type Context = Pick<Reading, 'catalog' | 'access'>;

type InputObject = Readonly<Record<string, unknown>>;

/** Reads a filter; BAD_USER_INPUT where an id, a text or an instant cannot be, FORBIDDEN on columns that the caller may not read. Null is as if it were not given. */
export function readCondition(
  { catalog, access }: Context,
  table: string,
  argument: GraphQLArgument | GraphQLInputField,
  value: unknown,
  path: string,
): Condition {
  return readFilter({ catalog, access, table, path }, inputType(argument), value);
}

function readFilter(filter: Filter, type: GraphQLInputObjectType, value: unknown): Condition {
  return and(given(type, value).map(([field, part]) => readField(filter, type, field, part)));
}

function readField(filter: Filter, type: GraphQLInputObjectType, field: GraphQLInputField, value: unknown): Condition {
  const meaning = filterMeaningOf(field);
  const { catalog } = filter;
  const path = `${filter.path}.${field.name}`;
  const table = tableOf(catalog, filter.table);
  switch (meaning.kind) {
    case 'and':
    case 'or': {
      const parts = Array.isArray(value) ? value : [];
      const conditions = parts.map((part, index) => readFilter({ ...filter, path: `${path}[${index}]` }, type, part));
      return meaning.kind === 'and' ? and(conditions) : { kind: 'or', conditions };
    }
    case 'not':
      return { kind: 'not', condition: readFilter({ ...filter, path }, type, value) };
    case 'globalId':
      return readOperators(table.key, 'bigint', value, path, (id) => readGlobalIdOf(catalog, filter.table, id, path));
    case 'column': {
      const kind = columnKindOf(table, meaning.column);
      requireColumn(filter.access, filter.table, meaning.column, path);
      return readOperators(meaning.column, kind, value, path, (operand) => readOperand(kind, operand, path));
    }
    case 'related': {
      const to = relationOf(table, meaning.relation).to;
      const condition = readCondition(filter, to, field, value, path);
      return { kind: 'some', relation: meaning.relation, condition };
    }
    case 'list':
      return readList(filter, table, meaning.relation, field, value, path);
    case 'stats':
      return readStats(filter, table, meaning.relation, field, value, path);
    case 'statsWhere':
    case 'statsFigure':
      throw new Error(`${path} stands outside a filter of figures`);
    default:
      return assertNever(meaning);
  }
}

/** `some`: a row meets the condition; `none`: no row does. */
function readList(
  context: Context,
  table: Table,
  relation: string,
  field: GraphQLInputField,
  value: unknown,
  path: string,
): Condition {
  const { to } = relationOf(table, relation);
  return and(
    given(inputType(field), value).map(([quantifier, part]) => {
      const condition = readCondition(context, to, quantifier, part, `${path}.${quantifier.name}`);
      const some: Condition = { kind: 'some', relation, condition };
      return quantifier.name === 'none' ? { kind: 'not', condition: some } : some;
    }),
  );
}

function readStats(
  context: Context,
  table: Table,
  relation: string,
  field: GraphQLInputField,
  value: unknown,
  path: string,
): Condition {
  const { to } = relationOf(table, relation);
  const parts = given(inputType(field), value).map(([part, content]) => ({
    part,
    content,
    meaning: filterMeaningOf(part),
  }));
  const ranges = parts.flatMap(({ part, content, meaning }) => {
    if (meaning.kind !== 'statsFigure') return [];
    const { columnKind } = requireFigure(context, to, meaning.figure, `${path}.${part.name}`);
    return readRanges(meaning.figure, columnKind, content, `${path}.${part.name}`);
  });
  const where = parts.flatMap(({ part, content, meaning }) =>
    meaning.kind === 'statsWhere' ? [readCondition(context, to, part, content, `${path}.${part.name}`)] : [],
  );
  return ranges.length === 0 ? EVERYTHING : { kind: 'figures', relation, where: and(where), ranges };
}

function readRanges(figure: string, kind: ColumnKind, value: unknown, path: string): readonly FigureRange[] {
  return operators(value).map(([name, operand]) => {
    const comparison = COMPARISONS[name];
    if (comparison === undefined) throw new Error(`${path}.${name} is no comparison`);
    return { figure, comparison, value: readOperand(kind, operand, `${path}.${name}`) };
  });
}

const COMPARISONS: Readonly<Record<string, Comparison>> = { eq: '=', gt: '>', gte: '>=', lt: '<', lte: '<=' };

/** `{ eq, in, gt, … }` of one column: all that are given must hold. */
function readOperators(
  column: string,
  columnKind: ColumnKind,
  value: unknown,
  path: string,
  read: (operand: string) => string,
): Condition {
  return and(
    operators(value).map(([name, operand]): Condition => {
      const comparison = COMPARISONS[name];
      if (comparison !== undefined)
        return { kind: 'compare', column, columnKind, comparison, value: read(String(operand)) };
      if (name === 'in') {
        const values = Array.isArray(operand) ? operand.map((element) => read(String(element))) : [];
        return { kind: 'in', column, columnKind, values };
      }
      if (name === 'startsWith' || name === 'contains') {
        return { kind: 'match', column, pattern: readPattern(name, operand, `${path}.${name}`) };
      }
      throw new Error(`${path}.${name} is no operator`);
    }),
  );
}

/** The operators that are given, without those that are null. */
function operators(value: unknown): readonly (readonly [string, unknown])[] {
  return isObject(value)
    ? Object.entries(value).filter(([, operand]) => operand !== null && operand !== undefined)
    : [];
}

/** The fields of an input object that are given, without those that are null. */
function given(type: GraphQLInputObjectType, value: unknown): readonly (readonly [GraphQLInputField, unknown])[] {
  const fields = type.getFields();
  return operators(value).flatMap(([name, content]) => {
    const field = fields[name];
    return field === undefined ? [] : [[field, content] as const];
  });
}

function and(conditions: readonly Condition[]): Condition {
  const [first, ...rest] = conditions;
  return first !== undefined && rest.length === 0 ? first : { kind: 'and', conditions };
}

function inputType({ name, type }: GraphQLArgument | GraphQLInputField): GraphQLInputObjectType {
  const named = getNamedType(type);
  if (!isInputObjectType(named)) throw new Error(`${name} does not take an input object`);
  return named;
}

function isObject(value: unknown): value is InputObject {
  return typeof value === 'object' && value !== null;
}
