import type { Catalog } from '../catalog/catalog.ts';
import { badInput } from '../errors.ts';
import type { RecordKey } from './selection.ts';

/** The largest bigint that PostgreSQL holds. */
const MAX_KEY = 2n ** 63n - 1n;

/**
 * Takes a global id apart: `User:42` is row 42 of the table behind the type User.
 * Refuses with BAD_USER_INPUT what is malformed (leading zeros too: each row has one id), of no type, or too large for a key.
 */
export function readGlobalId(catalog: Catalog, id: string, path: string): RecordKey {
  const [, type, key] = /^([A-Za-z_][A-Za-z0-9_]*):(0|[1-9][0-9]*)$/.exec(id) ?? [];
  if (type === undefined || key === undefined) {
    throw badInput(`${path}: ${quoted(id)} is no id; an id is a type, a colon and a number, as in "User:42"`);
  }
  // Groups are rows of no table: they have no ids.
  const tables = Object.entries(catalog.tables).filter(([, { breakdown }]) => breakdown === undefined);
  const table = tables.find(([, known]) => known.type === type)?.[0];
  if (table === undefined) {
    const types = tables.map(([, known]) => known.type).join(', ');
    throw badInput(`${path}: ${quoted(id)} is of no known type; the types are ${types}`);
  }
  if (key.length > 19 || BigInt(key) > MAX_KEY) {
    throw badInput(`${path}: ${quoted(id)} is too large; the largest number is ${MAX_KEY}`);
  }
  return { table, key };
}

/** The same, for a field that takes ids of one type only. */
export function readGlobalIdOf(catalog: Catalog, table: string, id: string, path: string): string {
  const key = readGlobalId(catalog, id, path);
  if (key.table !== table) {
    throw badInput(`${path}: ${quoted(id)} is not the id of a ${catalog.tables[table]?.type}`);
  }
  return key.key;
}

/** A value from outside as it may stand in a message: quoted, and cut where it is long. */
function quoted(value: string): string {
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
}
