import type { Counted, Outcome } from './contest.ts';
import type { Measured } from './measure.ts';

const head = [
  'operation',
  'gateway ms',
  'of it its statement',
  'best SQL ms',
  'ratio',
  "statement's ratio",
  'CPU ms',
  "best SQL's",
  'CPU ratio',
  'round trips',
  "best SQL's",
  'other SQL ms',
  'rounds',
];

/** The first lines of the Markdown table. */
export function printHead(): string {
  return print(head) + print(head.map(() => '---'));
}

/** The line of one operation. */
export function printOutcome({ operation, rounds, gateway, rivals: [best, ...others] }: Outcome): string {
  if (best === undefined) throw new Error(`The operation "${operation.name}" has no rivals.`);
  return print([
    operation.title,
    printMs(gateway.ms),
    printMs(gateway.statementMs),
    printRival(best),
    (gateway.ms / best.ms).toFixed(2),
    (gateway.statementMs / best.ms).toFixed(2),
    printMs(gateway.cpuMs),
    printMs(best.cpuMs),
    (gateway.cpuMs / best.cpuMs).toFixed(2),
    String(gateway.roundTrips),
    String(best.roundTrips),
    others.map(printRival).join(', '),
    String(rounds),
  ]);
}

function print(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

function printRival({ name, ms }: Measured<Counted>): string {
  return `${printMs(ms)} ${name}`;
}

function printMs(ms: number): string {
  return ms.toFixed(ms < 100 ? 1 : 0);
}
