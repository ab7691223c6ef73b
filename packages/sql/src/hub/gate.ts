import type { Stop } from './stop.ts';

/** Why one is not let in. */
export type Refusal = 'the queue is full' | 'the wait was too long';

/** Lets so many in at once; the others wait in a queue that is bounded in length and in time. */
export type Gate = {
  /**
   * Waits for a place, first come, first served; each success is to be followed by one `leave`. Rejects with the reason of `stop` once
   * that aborts.
   *
   * @param waitMs how long to wait at most
   * @returns a refusal where there is no place
   */
  enter(waitMs: number, stop?: Stop): Promise<Refusal | undefined>;
  leave(): void;
  readonly inside: number;
  readonly waiting: number;
};

export function createGate(places: number, queueLimit: number): Gate {
  const queue = new Set<() => void>();
  let inside = 0;

  const wait = (waitMs: number, stop: Stop | undefined) =>
    new Promise<Refusal | undefined>((resolve, reject) => {
      const settle = () => {
        queue.delete(letIn);
        clearTimeout(timer);
        stop?.removeEventListener('abort', giveUp);
      };
      const letIn = () => {
        settle();
        resolve(undefined);
      };
      const giveUp = () => {
        settle();
        reject(stop?.reason);
      };
      const timer = setTimeout(() => {
        settle();
        resolve('the wait was too long');
      }, waitMs);
      stop?.addEventListener('abort', giveUp, { once: true });
      queue.add(letIn);
    });

  return {
    async enter(waitMs, stop) {
      stop?.throwIfAborted();
      if (inside < places) {
        inside += 1;
        return undefined;
      }
      return queue.size >= queueLimit ? 'the queue is full' : await wait(waitMs, stop);
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
