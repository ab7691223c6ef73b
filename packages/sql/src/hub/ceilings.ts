import type { HubOptions } from './hub-options.ts';

/** How much the gateway opens: how many processes there are, and the sessions of the hub that each may hold at once. */
export type GatewayLoad = Pick<HubOptions, 'localSessions' | 'hopSessions' | 'writerSessions'> & {
  readonly tasks: number;
};

/** Connections at once: `usual`, of statements that reach one cluster each; `most`, of all that may come. */
export type Ceiling = { readonly usual: number; readonly most: number };

/** What all processes together may open. */
export type Ceilings = {
  /** At the hub's reader, as the gateway. */
  readonly reader: Ceiling;
  /** At its writer, as the gateway, for answers that have to contain a write. */
  readonly writer: Ceiling;
  /** At each other cluster, as the hop: each session of the hub whose statements reach it may hold one. */
  readonly hop: Ceiling;
};

/** Sessions of one process for questions whether clusters answer. */
export const probeSessions = 4;

/** What there is to open sessions with: clusters behind the hub, and whether the hub's reader is another than its writer. */
export type Reach = { readonly others: number; readonly hasReader: boolean };

/**
 * Counts the pools of the hub's sessions: one for statements that stay there, and one for each combination of other clusters that
 * statements reach; at the reader, and again at the writer where that is another. Pure.
 */
export function ceilings(
  { tasks, localSessions, hopSessions, writerSessions }: GatewayLoad,
  { others, hasReader }: Reach,
): Ceilings {
  const combinations = 2 ** others - 1;
  const withOne = Math.ceil(combinations / 2);
  const atWriter = hasReader ? writerSessions : 0;
  const all = (usual: number, most: number): Ceiling => ({ usual: tasks * usual, most: tasks * most });
  return {
    reader: all(localSessions + hopSessions * others, localSessions + hopSessions * combinations + probeSessions),
    writer: all(0, atWriter * (1 + combinations)),
    hop: all(hopSessions, (hopSessions + atWriter) * withOne + probeSessions),
  };
}
