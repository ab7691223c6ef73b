import { chmod, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Topology, topologyToJson } from '@causeway/sql';

/** Where the topology of running local clusters lies, for commands beside `dev`; read it with `readTopology`. */
export function topologyFile(stateDir: string): string {
  return join(stateDir, 'topology.json');
}

/**
 * Keeps the topology in the state folder while `dev` runs, readable by its owner only, since topologies may hold passwords. It appears
 * whole: a command that starts at this moment never reads a part. Disposing removes it.
 */
export async function publishTopology(stateDir: string, topology: Topology): Promise<AsyncDisposable> {
  const file = topologyFile(stateDir);
  await writeFile(`${file}.new`, JSON.stringify(topologyToJson(topology), null, 2), { mode: 0o600 });
  await chmod(`${file}.new`, 0o600);
  await rename(`${file}.new`, file);
  return { [Symbol.asyncDispose]: () => rm(file, { force: true }) };
}
