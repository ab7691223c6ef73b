/** The limits of one process towards the hub, and of what it waits for. All times are milliseconds. */
export type HubOptions = {
  /** Hub sessions at most for statements that stay on the hub. */
  readonly localSessions: number;
  /**
   * Hub sessions at most for statements that reach another cluster, counted apart for each cluster: each may hold a connection of
   * the hop's login there.
   */
  readonly hopSessions: number;
  /** Sessions at most with the hub's writer, for statements that are to contain a write which its reader lacks; counted apart as above. */
  readonly writerSessions: number;
  /** How long a statement may wait for servers that lack a write which it is to contain. */
  readonly behindMs: number;
  /** How long a session lives at most; up to a fifth less, by chance, so that they do not end together. */
  readonly lifetimeMs: number;
  /** Statements that may wait for a session of one pool at once; the next is refused. */
  readonly queueLimit: number;
  /** How long a statement may wait for a session before it is refused. */
  readonly waitMs: number;
  /** How long a request may take that names no deadline itself. */
  readonly deadlineMs: number;
  /** The share of what is left of the deadline that a statement which reaches another cluster may use: the rest is for answering without it. */
  readonly hopShare: number;
  /** After how long without an answer a statement's clusters are asked whether they answer at all. */
  readonly suspectMs: number;
  /** How long a cluster may take to answer that question. */
  readonly probeTimeoutMs: number;
  /** Between two such questions to a cluster that is gone. */
  readonly probeMs: number;
  /** How often a statement is run at most, where its failures pass. */
  readonly attempts: number;
  /** Whether statements that are the same and run at the same time are one. */
  readonly sharing: boolean;
};

export const defaultHubOptions: HubOptions = {
  localSessions: 10,
  hopSessions: 10,
  writerSessions: 4,
  behindMs: 3_000,
  lifetimeMs: 1_800_000,
  queueLimit: 100,
  waitMs: 5_000,
  deadlineMs: 30_000,
  hopShare: 0.8,
  suspectMs: 1_000,
  probeTimeoutMs: 3_000,
  probeMs: 1_000,
  attempts: 3,
  sharing: true,
};
