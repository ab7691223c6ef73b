import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runDoctor } from '../../../src/doctor/run-doctor.ts';
import type { Topology } from '../../../src/topology/topology.ts';
import {
  credentials,
  type EmulatorWorld,
  type Front,
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
  await using front = await world.front({ now: () => Date.now() + minutes * 60_000 });
  const reports = await examine(front, folder.path);
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

// The emulator's certificate ends in 730 days, and its authority, which was made shortly before, as much earlier.
test.each([
  [699, 'ok', /TLSv1\.3, certificate of 127\.0\.0\.1 until \d{4}-\d\d-\d\d, by Causeway local clusters/],
  [701, 'warning', /; (an authority above )?it ends in 28 days$/],
  [731, 'fault', /; (an authority above )?it has ended$/],
])('a certificate looked at %d days on: %s', async (days, outcome, text) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'causeway-doctor-'));
  await using front = await world.front();
  const reports = await examine(front, folder.path, () => Date.now() + days * 86_400_000);
  expect(reports.find(({ name }) => name === 'tls')?.findings).toMatchObject([
    { outcome, text: expect.stringMatching(text) },
  ]);
});

/** What the doctor finds of a hub alone, behind that front. */
async function examine(front: Front, folder: string, now = () => Date.now()) {
  const [path, credentialsFile] = [join(folder, 'ca.pem'), join(folder, 'credentials')];
  const { accessKeyId, secretAccessKey } = credentials;
  await writeFile(path, world.authority.certificate);
  await writeFile(
    credentialsFile,
    `[default]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
  );
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
  const load = { localSessions: 1, hopSessions: 1, writerSessions: 1, tasks: 1 };
  return await runDoctor({ topology, foreignTables: [], indexes: [], load, now });
}
