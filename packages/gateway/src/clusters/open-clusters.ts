import { readTopology, readTopologyText, StateInUse, startLocalClusters, type Topology } from '@causeway/sql';
import type { CommandContext } from '../commands/command.ts';
import { topologyFile } from './topology-file.ts';

/** Clusters that a command may work on for as long as it has not disposed of them. */
export type OpenClusters = AsyncDisposable & {
  readonly topology: Topology;
  /** Whether they are this checkout's own, whose logins have generated passwords. */
  readonly local: boolean;
};

/**
 * The clusters of the topology file, or, without one, of the topology that the environment holds, or, without that, the local clusters of this checkout: those that `dev` runs at this
 * moment, otherwise started for as long as the command takes.
 *
 * @throws {TopologyError} for a file that is missing or wrong.
 */
export async function openClusters(
  file: string | undefined,
  { step, environment }: Pick<CommandContext, 'step' | 'environment'>,
): Promise<OpenClusters> {
  if (file !== undefined) return given(await readTopology(file), false);
  const text = environment['CAUSEWAY_TOPOLOGY_JSON'] ?? '';
  if (text !== '') return given(readTopologyText(text, 'The topology of CAUSEWAY_TOPOLOGY_JSON'), false);
  return await step('Open the local clusters', startOrJoin, ({ how }) => how);
}

async function startOrJoin(): Promise<OpenClusters & { readonly how: string }> {
  try {
    const clusters = await startLocalClusters();
    const how = 'started for this command';
    return { topology: clusters.topology, local: true, how, [Symbol.asyncDispose]: () => clusters.stop() };
  } catch (error) {
    if (!(error instanceof StateInUse)) throw error;
    return { ...given(await readTopology(topologyFile(error.stateDir)), true), how: 'those that run already' };
  }
}

function given(topology: Topology, local: boolean): OpenClusters {
  return { topology, local, [Symbol.asyncDispose]: async () => {} };
}
