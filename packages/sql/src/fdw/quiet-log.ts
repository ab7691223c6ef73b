import { type Kysely, sql } from 'kysely';
import { attempt } from './attempt.ts';
import { ForeignServerError } from './foreign-server-error.ts';

/** Settings under which a statement is written down neither while it runs nor where it fails, with their values. */
export const quiet: Readonly<Record<string, string>> = {
  log_statement: 'none',
  log_min_duration_statement: '-1',
  log_min_duration_sample: '-1',
  log_transaction_sample_rate: '0',
  log_min_error_statement: 'panic',
  'pg_stat_statements.track_utility': 'off',
};

/**
 * A mapping's statement holds its password as text: the server may neither log it nor keep it in pg_stat_statements. Each setting is
 * tried, for the rest of the transaction: RDS lets its master change some that PostgreSQL's own privileges do not show.
 */
export async function keepOutOfLogs(transaction: Kysely<unknown>): Promise<void> {
  for (const [name, value] of Object.entries(quiet)) {
    await attempt(transaction, sql`perform set_config(${sql.lit(name)}, ${sql.lit(value)}, true)`);
  }
}

/** A setting under which the server writes statements down for `login`, and the value that it must have instead. */
export type LoudSetting = {
  readonly name: string;
  readonly value: string;
  readonly wanted: string;
  readonly login: string;
};

/** What writes down each `ALTER USER MAPPING` that succeeds, and the value that it must have instead. */
const loud = sql<LoudSetting>`
  select name, value, wanted, session_user::text as login
  from (values
    ('log_statement', 'none', '^(none)$'),
    ('log_min_duration_statement', '-1', '^-1$'),
    ('log_min_duration_sample', '-1', '^-1$'),
    ('log_transaction_sample_rate', '0', '^0$'),
    ('pg_stat_statements.track_utility', 'off', '^off$'),
    ('pgaudit.log', 'none', '^((?!\\m(all|ddl)\\M).)*$')
  ) rule (name, wanted, quiet)
  cross join lateral (select current_setting(name, true) as value) setting
  where value is not null and value !~ quiet
  order by name
`;

/** The settings of this session that would write down what follows; none where it is quiet. */
export async function readLoudSettings(transaction: Kysely<unknown>): Promise<readonly LoudSetting[]> {
  return (await loud.execute(transaction)).rows;
}

/**
 * Refuses to go on where the server would still write down what follows. A login without rights on these settings gets them from an
 * administrator, once.
 *
 * @throws {ForeignServerError} with each setting and the statement that mends it.
 */
export async function requireQuietLog(transaction: Kysely<unknown>): Promise<void> {
  const settings = await readLoudSettings(transaction);
  if (settings.length === 0) return;
  const lines = settings.map(
    ({ name, value, wanted, login }) => `\n- ${name} is "${value}": alter role ${login} set ${name} = '${wanted}'`,
  );
  throw new ForeignServerError(
    `No token is sent to the hub, since its server would write it down. As an administrator of the hub:${lines.join('')}`,
  );
}
