import { readFile } from 'node:fs/promises';
import { parseTopology } from './parse-topology.ts';
import type { Topology } from './topology.ts';
import { TopologyError } from './topology-error.ts';

/**
 * Reads the topology file of a deployment, once, at the start.
 *
 * @throws TopologyError for a missing or unreadable file, for what is not JSON, and for every fault of the topology.
 */
export async function readTopology(file: string): Promise<Topology> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new TopologyError(
      `The topology file ${file} cannot be read (${codeOf(error)}): check its path and permissions.`,
    );
  });
  return readTopologyText(text, `The topology file ${file}`);
}

/**
 * Reads a topology from its text, for processes that get it by other ways than a file. `origin` begins the sentence that says what is wrong.
 *
 * @throws TopologyError for what is not JSON, and for every fault of the topology.
 */
export function readTopologyText(text: string, origin: string): Topology {
  return parseTopology(parseJson(text, origin));
}

function parseJson(text: string, origin: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The parser's own message quotes the text around the fault, which may hold a password: only the place is taken from it.
    const place = error instanceof SyntaxError ? /line \d+ column \d+/.exec(error.message)?.[0] : undefined;
    const empty = text.trim() === '' ? ': it is empty' : '';
    throw new TopologyError(`${origin} is not valid JSON${empty}${place === undefined ? '' : ` at ${place}`}.`);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}
