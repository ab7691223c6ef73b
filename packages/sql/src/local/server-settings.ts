import type { SignInFiles } from './sign-in-rules.ts';

/** Settings of a local server by name, as postgresql.conf would hold them. */
export type ServerSettings = Readonly<Record<string, string>>;

/** What every local server runs with. Given at each start, so that data made by an older version gets today's values. */
export function serverSettings(
  port: number,
  { socketDir, hbaFile }: SignInFiles,
  extra: ServerSettings = {},
): ServerSettings {
  return {
    listen_addresses: '127.0.0.1',
    port: String(port),
    // A list of paths: quoted, a comma is part of one.
    unix_socket_directories: `"${socketDir.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    hba_file: hbaFile,
    shared_buffers: '128MB',
    // Data on SSDs and mostly cached: with the default of 4, a ranked view sorts instead of walking its index.
    random_page_cost: '1.1',
    timezone: 'UTC',
    log_timezone: 'UTC',
    logging_collector: 'on',
    log_destination: 'jsonlog',
    log_directory: 'log',
    // One file a weekday, emptied when its turn comes again: a server that runs for months keeps one week.
    log_filename: 'postgres-%a.log',
    log_truncate_on_rotation: 'on',
    log_rotation_age: '1d',
    log_rotation_size: '0',
    log_checkpoints: 'off',
    ...extra,
  };
}

/** Settings as arguments of `postgres`. */
export function settingArguments(settings: ServerSettings): readonly string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** The environment of initdb and postgres: nothing of ours, since PG… variables and locales would change what they do. */
export const serverEnvironment: Readonly<Record<string, string>> = {
  PATH: '/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
};
