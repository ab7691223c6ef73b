import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readTopology } from '../../src/topology/read-topology.ts';

const cluster = {
  writer: { host: '127.0.0.1', port: 5432 },
  database: 'users',
  user: 'gateway',
  auth: { kind: 'password', password: 'p' },
  tls: false,
};

async function readText(text: string) {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'causeway-topology-'));
  const file = join(folder.path, 'topology.json');
  await writeFile(file, text);
  return await readTopology(file);
}

it('reads a file', async () => {
  const topology = await readText(JSON.stringify({ hub: 'users', clusters: { users: cluster } }));
  expect(topology.hub.writer.port).toBe(5432);
});

it('names a file that is missing', async () => {
  await expect(readTopology('/nowhere/topology.json')).rejects.toThrow(
    'The topology file /nowhere/topology.json cannot be read (ENOENT)',
  );
});

it('says where JSON is broken, without quoting it', async () => {
  const broken = readText('{\n  "password": "hunter2" "x"\n}');
  await expect(broken).rejects.toThrow(/is not valid JSON at line 2 column 25\.$/);
  await expect(broken).rejects.not.toThrow(/hunter2/);
});

it('says that a file is empty', async () => {
  await expect(readText(' \n')).rejects.toThrow(/not valid JSON: it is empty\.$/);
});
