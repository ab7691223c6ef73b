import { Kysely, PostgresDialect } from 'kysely';
import type pg from 'pg';

/** A Kysely instance over a pool; destroying it ends the pool. */
export function createDatabase<DB>(pool: pg.Pool): Kysely<DB> {
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
}
