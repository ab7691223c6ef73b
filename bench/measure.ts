/** Something whose time is taken. */
export type Contestant = { readonly name: string; readonly run: () => Promise<Sample> };

/** One run: milliseconds from beginning to end, and those of them that statements took. */
export type Sample = { readonly ms: number; readonly statementMs: number };

/** The medians of a contestant's samples. */
export type Measured = Sample & { readonly name: string };

/** How long to go on: for so many rounds at least, and, where they are short, until time is up or rounds are many. */
export type Effort = { readonly minRounds: number; readonly maxRounds: number; readonly ms: number };

/**
 * Takes the time of contestants side by side: each runs once a round, and each round begins with another one, so that whatever
 * else the machine does meets them all. Gives medians, in the order of the contestants, and the number of rounds.
 */
export async function measure(
  contestants: readonly Contestant[],
  effort: Effort,
): Promise<{ readonly rounds: number; readonly measured: readonly Measured[] }> {
  const samples = new Map<Contestant, Sample[]>(contestants.map((contestant) => [contestant, []]));
  const start = performance.now();
  let rounds = 0;
  for (; rounds < effort.minRounds || (rounds < effort.maxRounds && performance.now() - start < effort.ms); rounds++) {
    const first = rounds % contestants.length;
    for (const contestant of [...contestants.slice(first), ...contestants.slice(0, first)]) {
      samples.get(contestant)?.push(await contestant.run());
    }
  }
  const measured = [...samples].map(([{ name }, taken]) => ({
    name,
    ms: median(taken.map(({ ms }) => ms)),
    statementMs: median(taken.map(({ statementMs }) => statementMs)),
  }));
  return { rounds, measured };
}

/** The middle one of numbers; NaN of none. */
function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((left, right) => left - right);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}
