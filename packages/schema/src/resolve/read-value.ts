import type { GraphQLResolveInfo } from 'graphql';
import { encodeCursor } from '../cursor.ts';
import { absenceError } from '../execute/absence.ts';
import type { Absence } from '../plan/plan.ts';
import { BECAUSE_KEY, TYPE_KEY, UNAVAILABLE_KEY } from '../response-keys.ts';

/** A row, connection or edge on its way through the resolvers: JSON, read by response key. */
export type Row = { readonly [key: string]: unknown };

/**
 * STAGE 5. The value of a field: what stands in the parent's JSON under the response key.
 * Throws SOURCE_UNAVAILABLE, TIMEOUT or OVERLOADED where a cluster would have given it whose part is missing.
 */
export function readValue(parent: unknown, info: GraphQLResolveInfo): unknown {
  return checkAvailable(property(rowOf(parent), String(info.path.key)));
}

/** The same, of an object. */
export function readRow(parent: unknown, info: GraphQLResolveInfo): Row {
  return requireRow(readValue(parent, info), info);
}

/** The same, of an object that may not be there. */
export function readRowOrNull(parent: unknown, info: GraphQLResolveInfo): Row | null {
  return rowOf(readValue(parent, info));
}

/** The same, of a list of objects. */
export function readRows(parent: unknown, info: GraphQLResolveInfo): readonly Row[] {
  return rowsOf(readValue(parent, info)).filter((row) => row !== null);
}

/** The opaque cursor that the texts under the response key make; null where no row has one. */
export function readCursor(parent: unknown, info: GraphQLResolveInfo): string | null {
  const texts = readValue(parent, info);
  return Array.isArray(texts) ? encodeCursor(texts.map((text) => (typeof text === 'string' ? text : null))) : null;
}

/** The name of the GraphQL type of a row that the schema only calls a Node. */
export function readTypeName(row: Row): string | undefined {
  const type = property(rowOf(checkAvailable(row)), TYPE_KEY);
  return typeof type === 'string' ? type : undefined;
}

/** JSON as an object, which it has to be. */
export function requireRow(value: unknown, info: GraphQLResolveInfo): Row {
  const row = rowOf(value);
  if (row === null) throw new Error(`The statement gave no ${info.parentType.name}.${info.fieldName}`);
  return row;
}

/** JSON as an object, or null. */
export function rowOf(value: unknown): Row | null {
  return isRow(value) ? value : null;
}

/** JSON as a list of objects, some of which may be null. */
export function rowsOf(value: unknown): readonly (Row | null)[] {
  return Array.isArray(value) ? value.map(rowOf) : [];
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkAvailable(value: unknown): unknown {
  const row = rowOf(value);
  const cluster = property(row, UNAVAILABLE_KEY);
  if (typeof cluster !== 'string') return value;
  const because = property(row, BECAUSE_KEY);
  throw absenceError({ cluster, because: isReason(because) ? because : 'gone' });
}

function isReason(because: unknown): because is Absence['because'] {
  return because === 'gone' || because === 'slow' || because === 'busy' || because === 'behind';
}

function property(row: Row | null, key: string): unknown {
  return row !== null && Object.hasOwn(row, key) ? row[key] : undefined;
}
