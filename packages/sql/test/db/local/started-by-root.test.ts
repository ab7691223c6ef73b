import { execFile } from 'node:child_process';
import { cp, lstat, mkdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { copyBinaries, findBinaries } from '../../../src/local/binaries.ts';
import { startLocalClusters } from '../../../src/local/local-clusters.ts';
import { asServerUser, findServerUser } from '../../../src/local/server-user.ts';
import { parseTopology } from '../../../src/topology/parse-topology.ts';
import { run, settings, temporaryFolder } from './helpers.ts';

const execute = promisify(execFile);
/** `postgres --version` needs no more, and 60 MB take a while to copy. */
const isNeeded = (path: string) => !/\/share$|\.a$/.test(path);

describe('started by root', () => {
  beforeEach((context) => {
    context.skip(process.getuid?.() !== 0, 'the tests are not run by root, whose servers drop to an unprivileged user');
  });

  it('runs the servers as an unprivileged user, who owns the data', async () => {
    const user = await findServerUser();
    const { hub } = parseTopology(inject('causewayTopology'));
    const [server] = await run({ ...hub, database: 'postgres' }, "select current_setting('data_directory') as data");
    const { data } = z.object({ data: z.string() }).parse(server);
    expect(user?.uid).toBeGreaterThan(0);
    expect((await stat(data)).uid).toBe(user?.uid);
    const [pid = ''] = (await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n');
    const { stdout } = await execute('ps', ['-o', 'uid=', '-p', pid]);
    expect(Number(stdout)).toBe(user?.uid);
  });

  it('copies binaries out of a folder that only root may enter, whole and once', async () => {
    const installed = await findBinaries();
    await using folder = await temporaryFolder();
    const locked = join(folder.path, 'locked');
    await mkdir(locked, { mode: 0o700 });
    const native = dirname(dirname(installed.initdb));
    await cp(native, join(locked, 'native'), { recursive: true, verbatimSymlinks: true, filter: isNeeded });
    await execute('chmod', ['0711', folder.path]);
    const hidden = {
      ...installed,
      postgres: join(locked, 'native/bin/postgres'),
      initdb: join(locked, 'native/bin/initdb'),
    };
    const user = asServerUser(await findServerUser());
    await expect(execute(hidden.postgres, ['--version'], user)).rejects.toThrow();

    const target = join(folder.path, 'binaries');
    const [copied, again] = await Promise.all([copyBinaries(hidden, target), copyBinaries(hidden, target)]);
    expect(again).toEqual(copied);
    expect((await execute(copied.postgres, ['--version'], { cwd: '/', ...user })).stdout).toMatch(
      /^postgres \(PostgreSQL\) 17/,
    );
    expect((await lstat(join(dirname(copied.postgres), '../lib/libpq.so.5'))).isSymbolicLink()).toBe(true);
    await rm(locked, { recursive: true });
    expect(await copyBinaries(hidden, target)).toEqual(copied);
  });

  it('says which folder that user cannot enter', async () => {
    await using folder = await temporaryFolder();
    const stateDir = join(folder.path, 'state');
    await expect(startLocalClusters({ stateDir, settings })).rejects.toThrow(
      new RegExp(`PostgreSQL runs as user "\\w+", who cannot enter ${stateDir}`),
    );
  });
});
