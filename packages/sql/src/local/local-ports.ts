import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Endpoint } from '../topology/topology.ts';
import { type PerCluster, perCluster } from './local-cluster-names.ts';

/** Where the ports of the last start are kept. The hub's foreign servers name them: on others, they would differ from what is wanted. */
export function portsFile(stateDir: string): string {
  return join(stateDir, 'ports.json');
}

const shape = z.record(z.string(), z.int().min(1).max(65_535));

/** The ports of the last start, by cluster; of none where they cannot be read, since ports are only wished for. */
export async function readPorts(stateDir: string): Promise<Readonly<Record<string, number>>> {
  try {
    return shape.parse(JSON.parse(await readFile(portsFile(stateDir), 'utf8')));
  } catch {
    return {};
  }
}

/** Keeps the ports for the next start. */
export async function keepPorts(stateDir: string, endpoints: PerCluster<Endpoint>): Promise<void> {
  const file = portsFile(stateDir);
  await writeFile(`${file}.new`, JSON.stringify(perCluster((name) => endpoints[name].port)));
  await rename(`${file}.new`, file);
}
