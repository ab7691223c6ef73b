/** Why a statement has no answer, where that is a limit of this process or a cluster's absence; other errors are the database's own. */
export type HubFailure =
  /** The cluster does not answer. */
  | { readonly kind: 'gone'; readonly cluster: string }
  /** The statement took longer than it may, while its clusters answer. */
  | { readonly kind: 'slow' }
  /** The cluster lacks a write that the answer is to contain. */
  | { readonly kind: 'behind'; readonly cluster: string }
  /** Every session is taken, and so is the queue, or the wait in it was too long. */
  | { readonly kind: 'busy' };

/** What {@link HubFailure} says, thrown; `cause` is what the driver or the database said, where they said something. */
export class HubError extends Error {
  override readonly name = 'HubError';
  readonly failure: HubFailure;

  constructor(failure: HubFailure, message: string, options: ErrorOptions = {}) {
    super(message, options);
    this.failure = failure;
  }
}

export function goneError(cluster: string, cause?: unknown): HubError {
  return new HubError({ kind: 'gone', cluster }, `Cluster "${cluster}" does not answer`, { cause });
}

export function slowError(limitMs: number, cause?: unknown): HubError {
  return new HubError({ kind: 'slow' }, `The statement was ended after ${Math.round(limitMs)} ms`, { cause });
}

export function behindError(cluster: string, mark: bigint): HubError {
  return new HubError({ kind: 'behind', cluster }, `Cluster "${cluster}" has not seen transaction ${mark}`);
}

export function busyError(because: string, cause?: unknown): HubError {
  return new HubError({ kind: 'busy' }, `No session is free: ${because}`, { cause });
}
