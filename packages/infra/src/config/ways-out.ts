import { type Problem, problem } from './problem.ts';
import type { WholeConfig } from './schema.ts';

/** A new network without NAT reaches nothing outside of itself. */
function isClosed({ id, create }: WholeConfig['vpc']): boolean {
  return id === undefined && (create === undefined || create.nat === 'none');
}

/** A network without NAT reaches AWS through endpoints only; one that exists is taken to reach AWS by itself. */
export function wantsEndpoints(vpc: WholeConfig['vpc']): boolean {
  return vpc.endpoints === 'auto' ? isClosed(vpc) : vpc.endpoints === 'all';
}

/** What tasks must reach and could not: a stack that has it would stand for minutes before its tasks failed. */
export function waysOut(vpc: WholeConfig['vpc'], { image, settings }: WholeConfig['gateway']): readonly Problem[] {
  const images = 'tasks would reach neither their image nor their log: write auto, or vpc.create.nat: one';
  const keys =
    'with endpoints of its own the stack reaches nothing but AWS, so the keys of tokens cannot be fetched: ' +
    'write vpc.create.nat: one and vpc.endpoints: auto, or vpc.endpoints: none in a network that has a way out';
  return [
    ...(image !== undefined && isClosed(vpc) && vpc.endpoints === 'none'
      ? [problem('vpc.endpoints', vpc.endpoints, images)]
      : []),
    ...(settings['TOKEN_KEYS_URL'] !== undefined && wantsEndpoints(vpc)
      ? [problem('gateway.settings.TOKEN_KEYS_URL', settings['TOKEN_KEYS_URL'], keys)]
      : []),
  ];
}
