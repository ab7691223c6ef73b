import { describeError } from './describe-error.ts';
import { type Finding, fault, skipped } from './finding.ts';

/** Something that cannot be looked at, because something that another check reports has failed. The message names that. */
export class Skipped extends Error {
  override readonly name = 'Skipped';
}

/** Looks at one thing. What it throws becomes its finding: {@link Skipped} as such, everything else as a fault. */
export async function look(
  subject: string,
  work: () => Promise<Finding | readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return [await work()].flat();
  } catch (error) {
    if (error instanceof Skipped) return [skipped(subject, error.message)];
    const { text, advice } = describeError(error);
    return [fault(subject, text, advice)];
  }
}

/** Waits for what comes first; where that failed, what follows is skipped for the reason given. */
export async function after<Value>(first: Promise<Value>, because: string): Promise<Value> {
  try {
    return await first;
  } catch (cause) {
    throw cause instanceof Skipped ? cause : new Skipped(because, { cause });
  }
}

/** Looks at several things at once; findings in the order of the things. */
export async function lookAtAll<Thing>(
  things: readonly Thing[],
  subjectOf: (thing: Thing) => string,
  work: (thing: Thing) => Promise<Finding | readonly Finding[]>,
): Promise<readonly Finding[]> {
  return (await Promise.all(things.map((thing) => look(subjectOf(thing), () => work(thing))))).flat();
}
