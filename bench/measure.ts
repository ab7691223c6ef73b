import type { ReadCpu } from './server-cpu.ts';

/** Something whose time is taken. */
export type Contestant = { readonly name: string; readonly run: () => Promise<Omit<Sample, 'cpuMs'>> };

/** One run: milliseconds from beginning to end, those of them that statements took, and those that the clusters' CPUs worked. */
export type Sample = { readonly ms: number; readonly statementMs: number; readonly cpuMs: number };

/** A contestant with the medians of its samples. */
export type Measured<Entrant extends Contestant> = Entrant & Sample;

/** How long to go on: for so many rounds at least, and, where they are short, until time is up or rounds are many. */
export type Effort = { readonly minRounds: number; readonly maxRounds: number; readonly ms: number };

/**
 * Takes the time of contestants side by side: each runs once a round, and each round begins with another one, so that whatever
 * else the machine does meets them all. Gives them in their order, and the number of rounds; rejects once `stop` is aborted.
 */
export async function measure<Entrant extends Contestant>(
  contestants: readonly Entrant[],
  { minRounds, maxRounds, ms }: Effort,
  readCpu: ReadCpu,
  stop: AbortSignal,
): Promise<{ readonly rounds: number; readonly measured: readonly Measured<Entrant>[] }> {
  const lines = contestants.map((contestant): { contestant: Entrant; samples: Sample[] } => ({
    contestant,
    samples: [],
  }));
  const start = performance.now();
  let rounds = 0;
  for (; rounds < minRounds || (rounds < maxRounds && performance.now() - start < ms); rounds++) {
    stop.throwIfAborted();
    const first = rounds % lines.length;
    for (const { contestant, samples } of [...lines.slice(first), ...lines.slice(0, first)]) {
      const before = readCpu();
      const times = await contestant.run();
      samples.push({ ...times, cpuMs: (readCpu() ?? Number.NaN) - (before ?? Number.NaN) });
    }
  }
  const measured = lines.map(({ contestant, samples }) => ({
    ...contestant,
    ms: median(samples.map((sample) => sample.ms)),
    statementMs: median(samples.map((sample) => sample.statementMs)),
    cpuMs: median(samples.map((sample) => sample.cpuMs)),
  }));
  return { rounds, measured };
}

/** The middle one of numbers, or halfway between the two in the middle; NaN of none. */
function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((left, right) => left - right);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}
