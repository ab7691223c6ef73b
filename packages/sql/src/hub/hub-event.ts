/** What happens on the way to the clusters: for logs and metrics. */
export type HubEvent =
  /** A cluster does not answer any more: told once, whoever meets it; `error` is what showed it. */
  | { readonly kind: 'gone'; readonly cluster: string; readonly error: unknown }
  /** It answers again. */
  | { readonly kind: 'back'; readonly cluster: string }
  /** A statement failed in a way that passes, and is run again: `code` is a SQLSTATE or Node's code, `attempt` begins at 1. */
  | { readonly kind: 'retried'; readonly pool: string; readonly code: string; readonly attempt: number }
  /** A statement was not sent: the same one runs for somebody else, whose answer it gets. */
  | { readonly kind: 'shared'; readonly pool: string }
  /** A statement got a session, after so many milliseconds: of waiting for others, or for one to open. */
  | { readonly kind: 'session'; readonly pool: string; readonly waitedMs: number }
  /** A statement got no session. */
  | { readonly kind: 'refused'; readonly pool: string; readonly because: string }
  /** A statement was given up while it ran, and its session with it. */
  | {
      readonly kind: 'given up';
      readonly pool: string;
      readonly because: 'client left' | 'time limit' | 'cluster gone';
    };

/** How a pool of hub sessions stands at this moment. */
export type PoolReading = {
  /** `local`, or the clusters that its statements reach, `orders`; with `writer` before it where its sessions are with the hub's writer. */
  readonly pool: string;
  /** Sessions at most. */
  readonly size: number;
  /** Sessions that are open, those that are opening at this moment included. */
  readonly open: number;
  readonly idle: number;
  /** Statements that have a session, and statements that wait for one. */
  readonly running: number;
  readonly waiting: number;
};
