import type { ClusterConfig } from '../config/config.ts';

/** One parameter of a cluster's parameter group. */
export type Parameter = {
  readonly name: string;
  readonly value: string;
  readonly applyMethod: 'immediate' | 'pending-reboot';
};

/**
 * What differs from Aurora's defaults. postgres_fdw needs nothing here. `log_statement` stays off: with `ddl` the statement
 * that renews the hop's token would stand in the log, token included; `track_utility` keeps it out of pg_stat_statements.
 */
export function clusterParameters({ slowQueryMs }: ClusterConfig): readonly Parameter[] {
  return [
    atOnce('rds.force_ssl', '1'),
    atOnce('log_min_duration_statement', String(slowQueryMs)),
    atOnce('log_statement', 'none'),
    atOnce('log_connections', '1'),
    atOnce('log_disconnections', '1'),
    atOnce('log_lock_waits', '1'),
    afterReboot('shared_preload_libraries', 'pg_stat_statements'),
    afterReboot('pg_stat_statements.track_utility', '0'),
    atOnce('track_io_timing', '1'),
    atOnce('idle_in_transaction_session_timeout', '60000'),
    atOnce('random_page_cost', '1.1'),
    atOnce('password_encryption', 'scram-sha-256'),
  ];
}

const atOnce = (name: string, value: string): Parameter => ({ name, value, applyMethod: 'immediate' });
const afterReboot = (name: string, value: string): Parameter => ({ name, value, applyMethod: 'pending-reboot' });
