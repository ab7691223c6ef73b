import type { Counted, Outcome } from './contest.ts';
import type { Measured } from './measure.ts';

const head = [
  'operation',
  'gateway ms',
  'of it its statement',
  'best SQL ms',
  'ratio',
  "statement's ratio",
  'round trips',
  "best SQL's",
  'other SQL ms',
  'rounds',
];

/** The outcomes as a Markdown table, a line an operation. */
export function printTable(outcomes: readonly Outcome[]): string {
  const lines = [head, head.map(() => '---'), ...outcomes.map(toLine)];
  return lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

function toLine({ operation, rounds, gateway, rivals: [best, ...others] }: Outcome): readonly string[] {
  if (best === undefined) throw new Error(`The operation "${operation.name}" has no rivals.`);
  return [
    operation.title,
    printMs(gateway.ms),
    printMs(gateway.statementMs),
    printRival(best),
    (gateway.ms / best.ms).toFixed(2),
    (gateway.statementMs / best.ms).toFixed(2),
    String(gateway.roundTrips),
    String(best.roundTrips),
    others.map(printRival).join(', '),
    String(rounds),
  ];
}

function printRival({ name, ms }: Measured<Counted>): string {
  return `${printMs(ms)} ${name}`;
}

function printMs(ms: number): string {
  return ms.toFixed(ms < 100 ? 1 : 0);
}
