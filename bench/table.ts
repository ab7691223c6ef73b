import type { Outcome, Result } from './contest.ts';

const head = [
  'operation',
  'gateway ms',
  'its statement ms',
  'SQL ms: best, others',
  'ratio',
  'round trips',
  "SQL's",
  'rounds',
];

/** The outcomes as a Markdown table, a line an operation. */
export function printTable(outcomes: readonly Outcome[]): string {
  const lines = [head, head.map(() => '---'), ...outcomes.map(toLine)];
  return lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

function toLine({ title, rounds, gateway, rivals }: Outcome): readonly string[] {
  const [best] = rivals;
  return [
    title,
    printMs(gateway.ms),
    printMs(gateway.statementMs),
    rivals.map(printRival).join(', '),
    best === undefined ? '-' : (gateway.ms / best.ms).toFixed(2),
    String(gateway.roundTrips),
    String(best?.roundTrips ?? '-'),
    String(rounds),
  ];
}

function printRival({ name, ms }: Result): string {
  return `${printMs(ms)} (${name})`;
}

function printMs(ms: number): string {
  return ms < 100 ? ms.toFixed(1) : ms.toFixed(0);
}
