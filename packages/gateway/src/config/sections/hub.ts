import { defaultHubOptions, type HubOptions } from '@causeway/sql';
import { z } from 'zod';
import { duration, truth, whole } from '../kind.ts';
import { option } from '../option.ts';

const seconds = (name: Extract<keyof HubOptions, `${string}Ms`>) => `${defaultHubOptions[name] / 1_000}s`;

/** How much of the hub's time and sessions the gateway takes, and for how long it waits; docs/failures.md says what follows from each. */
export const hub = z.strictObject({
  deadline: option(duration('100ms', '10m'), { fallback: seconds('deadlineMs'), about: 'how long a request may take' }),
  localSessions: option(whole(1, 1_000), {
    fallback: defaultHubOptions.localSessions,
    about: 'hub sessions for statements that stay on the hub, at most',
  }),
  hopSessions: option(whole(1, 1_000), {
    fallback: defaultHubOptions.hopSessions,
    about: 'hub sessions for statements that reach another cluster, at most, for each cluster',
  }),
  writerSessions: option(whole(1, 1_000), {
    fallback: defaultHubOptions.writerSessions,
    about: "sessions with the hub's writer, at most, for answers that have to contain a write which its reader lacks",
  }),
  behind: option(duration('0ms', '10m'), {
    fallback: seconds('behindMs'),
    about: 'how long a statement may wait for servers that lack such a write',
  }),
  lifetime: option(duration('1s', '24h'), {
    fallback: '30m',
    about:
      'how long a session with the hub lives at most; up to a fifth less, by chance, so that they do not end together',
  }),
  queueLimit: option(whole(0, 100_000), {
    fallback: defaultHubOptions.queueLimit,
    about: 'statements that may wait for a session of one kind; the next is refused',
  }),
  wait: option(duration('0ms', '10m'), {
    fallback: seconds('waitMs'),
    about: 'how long a statement may wait for a session before it is refused',
  }),
  hopShare: option(whole(1, 100), {
    fallback: 100 * defaultHubOptions.hopShare,
    about:
      'percent of what is left of the deadline that a statement may take which reaches another cluster; the rest is for answering without it',
  }),
  suspect: option(duration('50ms', '10m'), {
    fallback: seconds('suspectMs'),
    about: "after how long without an answer a statement's clusters are asked whether they answer at all",
  }),
  probeTimeout: option(duration('50ms', '10m'), {
    fallback: seconds('probeTimeoutMs'),
    about: 'how long a cluster may take to answer that, before it counts as gone',
  }),
  probe: option(duration('50ms', '10m'), {
    fallback: seconds('probeMs'),
    about: 'how often a cluster that is gone is asked again',
  }),
  attempts: option(whole(1, 10), {
    fallback: defaultHubOptions.attempts,
    about: 'how often a statement is run, at most, where its failures pass by themselves',
  }),
  sharing: option(truth(), {
    fallback: defaultHubOptions.sharing,
    about: 'whether requests that ask the same at the same time are answered by one statement',
  }),
});

/** The section as the hub's options. */
export function toHubOptions(section: z.output<typeof hub>): Partial<HubOptions> {
  const { deadline, behind, lifetime, wait, hopShare, suspect, probeTimeout, probe, ...counts } = section;
  return {
    ...counts,
    deadlineMs: deadline,
    behindMs: behind,
    lifetimeMs: lifetime,
    waitMs: wait,
    hopShare: hopShare / 100,
    suspectMs: suspect,
    probeTimeoutMs: probeTimeout,
    probeMs: probe,
  };
}
