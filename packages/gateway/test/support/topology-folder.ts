import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Topology } from '@causeway/sql';
import { publishTopology, topologyFile } from '../../src/clusters/topology-file.ts';

/** The topology in a file, for commands; disposing removes it. */
export async function writeTopology(topology: Topology): Promise<AsyncDisposable & { readonly file: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'causeway-topology-'));
  await publishTopology(folder, topology);
  return {
    file: topologyFile(folder),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}
