import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runDoctor } from '../../../src/doctor/run-doctor.ts';
import type { Topology } from '../../../src/topology/topology.ts';
import {
  credentials,
  type EmulatorWorld,
  region,
  startEmulatorWorld,
} from '../local/rds-iam-emulator/emulator-world.ts';

let world: EmulatorWorld;
beforeAll(async () => {
  world = await startEmulatorWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

test.each([
  [0, undefined],
  [16, 'expired'],
  [-6, 'not yet valid'],
])('a cluster whose clock is %d minutes ahead: %s', async (minutes, because) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'causeway-doctor-'));
  const [path, credentialsFile] = [join(folder.path, 'ca.pem'), join(folder.path, 'credentials')];
  const { accessKeyId, secretAccessKey } = credentials;
  await writeFile(path, world.authority.certificate);
  await writeFile(
    credentialsFile,
    `[default]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
  );
  await using front = await world.front({ now: () => Date.now() + minutes * 60_000 });
  const topology: Topology = {
    hub: {
      name: 'users',
      writer: front.endpoint,
      reader: front.endpoint,
      database: 'postgres',
      tls: { ca: 'file', path },
      gateway: { user: 'signed', auth: { kind: 'iam', region, credentialsFile } },
    },
    others: [],
  };
  const load = { localSessions: 1, hopSessions: 1, tasks: 1 };
  const reports = await runDoctor({ topology, foreignTables: [], indexes: [], load });
  const [signIn] = reports.find(({ name }) => name === 'sign-ins')?.findings ?? [];
  if (because === undefined) {
    expect(signIn?.outcome).toBe('ok');
  } else {
    expect(signIn).toMatchObject({
      outcome: 'fault',
      text: 'PAM authentication failed for user "signed"',
      advice: expect.stringContaining('the clock of this machine'),
    });
    expect(front.events.at(-1)).toMatchObject({ outcome: 'refused', because });
    expect(reports.find(({ name }) => name === 'clocks')?.findings).toMatchObject([{ outcome: 'skipped' }]);
  }
});
