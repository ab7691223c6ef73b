import { constants } from 'node:os';

/** Why work was given up: whoever runs the process asked it to stop. */
export class StopRequest extends Error {
  override readonly name = 'StopRequest';
  readonly signal: NodeJS.Signals;

  constructor(signal: NodeJS.Signals) {
    super(`Stopped by ${signal}.`);
    this.signal = signal;
  }
}

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * How soon after the first a signal is taken for the same one: Ctrl-C reaches every process of a terminal's group, and a
 * package manager between the terminal and us passes on its own.
 */
const sameSignalMs = 1_000;

/**
 * Turns the first SIGINT, SIGTERM or SIGHUP into an abort with a `StopRequest`, so that commands stop in their own order: accept
 * nothing more, finish what runs, close pools, stop local clusters. A second signal ends the process at once.
 * Disposing it gives the signals back to Node.
 */
export function listenForShutdown(): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController();
  let first: number | undefined;
  const stop = (name: NodeJS.Signals) => {
    if (first !== undefined && performance.now() - first > sameSignalMs) process.exit(128 + constants.signals[name]);
    first ??= performance.now();
    controller.abort(new StopRequest(name));
  };
  for (const name of stopSignals) process.on(name, stop);
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      for (const name of stopSignals) process.off(name, stop);
    },
  };
}

/** Settles, without an error, once the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
