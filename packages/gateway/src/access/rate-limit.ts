import { createHash } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Takes a cost from what a client has left; gives the milliseconds until it has more, where it has not enough. */
export type RateLimit = (client: string, cost: number) => Promise<number | undefined>;

/** The window in which cost is counted. */
const windowSeconds = 60;

/** So many addresses are told apart; more share what they have, so that made-up ones take no memory. */
const addressBuckets = 65_536;

/** Lets each client spend so much within a minute, which begins with its first request. An operation that alone costs more is let through once it is alone. */
export function createRateLimit(costPerMinute: number): RateLimit {
  const limiter = new RateLimiterMemory({ points: costPerMinute, duration: windowSeconds });
  return async (name, cost) => {
    const [client, charged] = [clientKey(name), Math.min(cost, costPerMinute)];
    try {
      await limiter.consume(client, charged);
      return undefined;
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      // What was not given is not charged: smaller operations may still pass.
      await limiter.reward(client, charged);
      return refusal.msBeforeNext;
    }
  };
}

/** Callers with credentials are as many as there are credentials; addresses are as many as somebody likes. */
function clientKey(name: string): string {
  if (!name.startsWith('address ')) return name;
  return `address ${createHash('sha256').update(name).digest().readUInt32BE() % addressBuckets}`;
}
