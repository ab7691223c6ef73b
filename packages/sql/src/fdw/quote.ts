import pg from 'pg';

/**
 * The only place where text becomes part of a DDL statement, since DDL takes no parameters. Every name, value and type of a
 * foreign object passes through here.
 */

/** A name as a quoted identifier; throws where PostgreSQL would cut it off or refuse it. */
export function quoteName(name: string): string {
  if (name === '' || name.includes('\0') || Buffer.byteLength(name) > 63) {
    throw new Error(`Not a name that PostgreSQL keeps as it is (1 to 63 bytes, no NUL): ${JSON.stringify(name)}`);
  }
  return pg.escapeIdentifier(name);
}

/** A name within a schema. */
export function quoteQualified(schema: string, name: string): string {
  return `${quoteName(schema)}.${quoteName(name)}`;
}

/** A value as a string literal. The message of the error does not show it: it may be a password. */
export function quoteValue(value: string): string {
  if (value.includes('\0')) {
    throw new Error('A text value holds a NUL character, which PostgreSQL does not accept.');
  }
  return pg.escapeLiteral(value).trimStart();
}

const builtInType = /^[a-z][a-z0-9_]*( [a-z]+)*(\(\d+(,\d+)?\))?( with time zone| without time zone)?(\[\])*$/;

/**
 * A type's name as format_type prints it, unchanged. Only built-in types pass: others have no meaning in another cluster and
 * filters on them are never shipped, so a remote view has to cast them.
 */
export function quoteType(type: string): string {
  if (!builtInType.test(type)) {
    throw new Error(`Not a built-in type as PostgreSQL's format_type prints it: ${JSON.stringify(type)}`);
  }
  return type;
}

/** A privilege's name as the catalogs have it, a keyword that cannot be quoted. */
export function quotePrivilege(privilege: string): string {
  if (!/^[A-Z]+$/.test(privilege)) {
    throw new Error(`Not a privilege's name: ${JSON.stringify(privilege)}`);
  }
  return privilege;
}
