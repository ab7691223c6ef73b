import type { CompiledQuery } from 'kysely';

/** For whom a statement runs: the request's id, and the place in a trace as W3C's `traceparent` has it. */
export type StatementOrigin = { readonly requestId?: string | undefined; readonly traceparent?: string | undefined };

/** Nothing that could end a comment or a quoted value: what does not look like this is left out. */
const safe = /^[\w.:-]{1,128}$/;

/**
 * The statement behind a comment in the manner of sqlcommenter, so that a statement in the database's log leads to the request it
 * ran for. It stands first: pg_stat_activity shows a kilobyte of a text, and statements here are longer.
 *
 * @example /* request_id='report-7',traceparent='00-4bf9…-00f0…-01' *\/ with "f1" as materialized (…
 */
export function withComment<Row>(
  statement: CompiledQuery<Row>,
  { requestId, traceparent }: StatementOrigin = {},
): CompiledQuery<Row> {
  const parts = Object.entries({ request_id: requestId, traceparent }).flatMap(([name, value]) =>
    value !== undefined && safe.test(value) ? [`${name}='${value}'`] : [],
  );
  return parts.length === 0 ? statement : { ...statement, sql: `/* ${parts.join(',')} */ ${statement.sql}` };
}
