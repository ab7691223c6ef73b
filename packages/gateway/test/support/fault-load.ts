import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { type Answer, post, readAnswer } from './post.ts';

/** An operation of a load, and what it answers: wholly, and where the clusters that it reaches have no part in it. */
export type LoadOperation = {
  readonly name: string;
  readonly query: string;
  readonly whole: unknown;
  /** Absent where it needs one cluster alone: then only the whole is right. */
  readonly without?: unknown;
};

/** What became of one request. */
export type Outcome = {
  readonly operation: string;
  /** Milliseconds since the load began, at its end, and for how long it ran. */
  readonly at: number;
  readonly ms: number;
  /** `whole`, `without` a cluster and with an error that says so, or `wrong`: everything else, described. */
  readonly kind: 'whole' | 'without' | 'wrong';
  readonly seen?: unknown;
};

export type Load = {
  readonly outcomes: readonly Outcome[];
  /** Milliseconds since the load began. */
  now(): number;
  /** Lets the running requests end. */
  stop(): Promise<void>;
};

/** What a client may read of a cluster that has no part in an answer. */
const absent: readonly unknown[] = ['SOURCE_UNAVAILABLE', 'TIMEOUT', 'OVERLOADED'];

/** Clients that ask one operation after the other, half a second apart, each with its own turn. */
export function startLoad(url: string, clients: number, operations: readonly LoadOperation[]): Load {
  const outcomes: Outcome[] = [];
  const begin = performance.now();
  const now = () => performance.now() - begin;
  let stopped = false;
  const ask = async (operation: LoadOperation): Promise<void> => {
    const start = now();
    const result = await fetch(url, post({ query: operation.query })).then(readAnswer, String);
    const kind = kindOf(operation, result);
    outcomes.push({
      operation: operation.name,
      at: now(),
      ms: now() - start,
      kind,
      ...(kind === 'wrong' ? { seen: result } : {}),
    });
  };
  const client = async (index: number): Promise<void> => {
    await sleep((500 * index) / clients);
    for (let turn = index; !stopped; turn += 1) {
      const operation = operations[turn % operations.length];
      if (operation !== undefined) await ask(operation);
      await sleep(500);
    }
  };
  const running = Promise.all(Array.from({ length: clients }, (_, index) => client(index)));
  return {
    outcomes,
    now,
    async stop() {
      stopped = true;
      await running;
    },
  };
}

function kindOf({ whole, without }: LoadOperation, result: Answer | string): Outcome['kind'] {
  if (typeof result === 'string') return 'wrong';
  if (result.codes.length === 0 && isDeepStrictEqual(result.data, whole)) return 'whole';
  const isAbsent = result.codes.length > 0 && result.codes.every((code) => absent.includes(code));
  return without !== undefined && isAbsent && isDeepStrictEqual(result.data, without) ? 'without' : 'wrong';
}

/** Figures of some outcomes, as one line. */
export function describeOutcomes(name: string, outcomes: readonly Outcome[]): string {
  const times = outcomes.map(({ ms }) => ms).sort((a, b) => a - b);
  const share = (kind: Outcome['kind']) =>
    `${((100 * outcomes.filter((outcome) => outcome.kind === kind).length) / outcomes.length).toFixed(1)}% ${kind}`;
  const quantile = (part: number) => `${Math.round(times[Math.floor(part * (times.length - 1))] ?? Number.NaN)} ms`;
  return `${name}: ${outcomes.length} answers, ${share('whole')}, ${share('without')}, ${share('wrong')}, p50 ${quantile(0.5)}, p99 ${quantile(0.99)}, slowest ${quantile(1)}`;
}
