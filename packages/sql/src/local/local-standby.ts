import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { asSuperuser } from './as-superuser.ts';
import { copyData } from './copy-data.ts';
import { type LocalCluster, type LocalClusterOptions, startLocalCluster } from './local-cluster.ts';
import type { ServerSettings } from './server-settings.ts';
import { giveTo } from './server-user.ts';
import { stopOrphan } from './stop-orphan.ts';

/** A running copy of a local cluster that follows it by streaming replication and can be read. */
export type LocalStandby = LocalCluster & {
  /** Stops applying what the primary wrote, while still receiving it: from then on the standby lags. */
  pauseReplay(): Promise<void>;
  resumeReplay(): Promise<void>;
  /** Makes it a primary of its own; what it had received is kept. Open sessions stay. */
  promote(): Promise<void>;
};

/** What the primary of a standby runs with: enough of its log to be followed from the moment that the copy begins. */
export const primarySettings: ServerSettings = { wal_keep_size: '512MB' };

/**
 * Starts a standby of a running cluster in `dir`, on a copy that is made now: what an earlier standby left there goes. Where the
 * primary was started with settings, the same belong here.
 */
export async function startLocalStandby(primary: LocalCluster, options: LocalClusterOptions): Promise<LocalStandby> {
  const { dir, password, user } = options;
  await removeStandby(dir);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await giveTo(user, dir);
  await copyData({ primary, password, user, target: join(dir, 'data') });
  const cluster = await startLocalCluster({ ...options, settings: { ...options.settings, ...following(primary) } });
  const ask = async (statement: string) =>
    await asSuperuser(
      cluster.endpoint,
      password,
      async (client) => (await client.query({ text: statement, rowMode: 'array' })).rows,
    );
  return {
    ...cluster,
    async pauseReplay() {
      await ask('select pg_wal_replay_pause()');
      while ((await ask('select pg_get_wal_replay_pause_state()'))[0]?.[0] !== 'paused') await sleep(10);
    },
    async resumeReplay() {
      await ask('select pg_wal_replay_resume()');
    },
    async promote() {
      await ask('select pg_promote()');
    },
  };
}

/** Removes a standby's folder, after stopping the server that a killed process left running in it. */
export async function removeStandby(dir: string): Promise<void> {
  await stopOrphan(join(dir, 'data'));
  await rm(dir, { recursive: true, force: true });
}

/**
 * By the primary's Unix socket, where both servers' user is trusted: no password stands in a setting. The slot keeps the primary's
 * log for as long as it is followed, and goes with the connection.
 */
function following({ socket, endpoint }: LocalCluster): ServerSettings {
  const host = dirname(socket).replaceAll(/['\\]/g, String.raw`\$&`);
  return {
    primary_conninfo: `host='${host}' port=${endpoint.port} user=postgres`,
    wal_receiver_create_temp_slot: 'on',
    // As on Aurora, where readers do not hold the writer's log up: a query on the standby is not ended for its vacuum.
    hot_standby_feedback: 'on',
  };
}
