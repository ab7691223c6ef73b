/** Why one is not let in. */
export type Refusal = 'the queue is full' | 'the wait was too long';

/** Lets so many in at once; the others wait in a queue that is bounded in length and in time. */
export type Gate = {
  /**
   * Waits for a place, first come, first served; each success is to be followed by one `leave`. Rejects with the signal's reason once
   * that aborts.
   *
   * @param waitMs how long to wait at most
   * @returns a refusal where there is no place
   */
  enter(waitMs: number, signal?: AbortSignal): Promise<Refusal | undefined>;
  leave(): void;
  readonly inside: number;
  readonly waiting: number;
};

export function createGate(places: number, queueLimit: number): Gate {
  const queue = new Set<() => void>();
  let inside = 0;

  const wait = (waitMs: number, signal: AbortSignal | undefined) =>
    new Promise<Refusal | undefined>((resolve, reject) => {
      const settle = () => {
        queue.delete(letIn);
        clearTimeout(timer);
        signal?.removeEventListener('abort', giveUp);
      };
      const letIn = () => {
        settle();
        resolve(undefined);
      };
      const giveUp = () => {
        settle();
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        settle();
        resolve('the wait was too long');
      }, waitMs);
      signal?.addEventListener('abort', giveUp, { once: true });
      queue.add(letIn);
    });

  return {
    async enter(waitMs, signal) {
      signal?.throwIfAborted();
      if (inside < places) {
        inside += 1;
        return undefined;
      }
      return queue.size >= queueLimit ? 'the queue is full' : await wait(waitMs, signal);
    },
    leave() {
      // A place that is given on never becomes free: nobody who comes later gets it first.
      const [next] = queue;
      if (next === undefined) inside -= 1;
      else next();
    },
    get inside() {
      return inside;
    },
    get waiting() {
      return queue.size;
    },
  };
}
