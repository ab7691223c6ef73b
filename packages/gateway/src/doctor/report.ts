import { WriteStream } from 'node:tty';
import { styleText } from 'node:util';
import { type CheckReport, type Finding, type Outcome, type TopologyError, worstOf } from '@causeway/sql';

const colours = { ok: 'green', warning: 'yellow', fault: 'red', skipped: 'gray' } as const satisfies Record<
  Outcome,
  string
>;

/** How many there are of each outcome. */
type Counts = Readonly<Record<Outcome, number>>;

/** The findings for a person: a group a check, a line a finding, what to do below it. Colours only on a terminal. */
export function reportAsText(reports: readonly CheckReport[], screen: unknown): string {
  const paint = screen instanceof WriteStream && screen.hasColors();
  const width = Math.max(0, ...reports.flatMap(({ findings }) => findings.map(({ subject }) => subject.length)));
  const lines = reports.flatMap(({ title, findings }) => [
    title,
    ...findings.flatMap((finding) => linesOf(finding, width, paint)),
    '',
  ]);
  const { fault, warning, ok, skipped } = count(reports);
  const parts = [`${fault} ${plural(fault, 'fault')}`, `${warning} ${plural(warning, 'warning')}`, `${ok} ok`];
  return `${[...lines, [...parts, ...(skipped === 0 ? [] : [`${skipped} skipped`])].join(', ')].join('\n')}\n`;
}

/** The same for programs. `checks` and their findings keep their order; names and outcomes stay as they are. */
export function reportAsJson(reports: readonly CheckReport[]): string {
  return `${JSON.stringify({ outcome: worstOf(reports), counts: count(reports), checks: reports }, null, 2)}\n`;
}

/** What is reported of a topology that cannot be used: its faults, and that nothing else could be looked at. */
export function topologyReport(error: TopologyError): readonly CheckReport[] {
  const faults: readonly Finding[] =
    error.faults.length === 0
      ? [{ outcome: 'fault', subject: 'file', text: error.message, advice: 'Give a topology that can be read.' }]
      : error.faults.map(({ path, found, advice }) => ({
          outcome: 'fault',
          subject: path === '' ? 'the document' : path,
          text: `found ${found}`,
          advice: advice.charAt(0).toUpperCase() + advice.slice(1),
        }));
  const rest: Finding = { outcome: 'skipped', subject: 'clusters', text: 'the topology cannot be used' };
  return [
    { name: 'topology', title: 'Topology', findings: faults },
    { name: 'clusters', title: 'Clusters', findings: [rest] },
  ];
}

function linesOf({ outcome, subject, text, advice }: Finding, width: number, paint: boolean): readonly string[] {
  const label = outcome.padEnd(7);
  const head = `  ${paint ? styleText(colours[outcome], label, { validateStream: false }) : label}  ${subject.padEnd(width)}`;
  const indent = ' '.repeat(width + 13);
  return [`${head}  ${text}`, ...(advice === undefined ? [] : [`${indent}-> ${advice}`])];
}

function count(reports: readonly CheckReport[]): Counts {
  const counts = { ok: 0, warning: 0, fault: 0, skipped: 0 };
  for (const { findings } of reports) for (const { outcome } of findings) counts[outcome] += 1;
  return counts;
}

function plural(number: number, noun: string): string {
  return number === 1 ? noun : `${noun}s`;
}
