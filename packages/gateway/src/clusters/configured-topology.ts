import { readTopology, readTopologyText, type Topology } from '@causeway/sql';
import type { Config } from '../config/config.ts';

/**
 * The clusters that the configuration names, by file or as they stand.
 *
 * @throws {TopologyError} for what is missing or wrong in them.
 */
export async function configuredTopology({
  topology,
  topologyJson,
}: Pick<Config['clusters'], 'topology' | 'topologyJson'>): Promise<Topology> {
  if (topology !== undefined) return await readTopology(topology);
  if (topologyJson !== undefined)
    return readTopologyText(topologyJson.reveal(), 'The topology of CAUSEWAY_TOPOLOGY_JSON');
  throw new Error('A command that serves a topology reads its configuration with the rule needsTopology.');
}
