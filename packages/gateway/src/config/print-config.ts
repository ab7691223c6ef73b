import type { Effective } from './read-config.ts';

/** The effective values with where each comes from, for a person or for a program. Secrets are never shown. */
export function printConfig(effective: readonly Effective[], form: 'text' | 'json'): string {
  return form === 'json' ? printJson(effective) : printText(effective);
}

function printText(effective: readonly Effective[]): string {
  const rows = effective.map(
    ({ option, value, from }) => [option.path, valueText(shown(option, value)), from] as const,
  );
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const pad = (cell: string, column: number) => cell.padEnd(widths[column] ?? 0);
  return rows.map(([path, value, from]) => `${pad(path, 0)}  ${pad(value, 1)}  ${from}\n`).join('');
}

function printJson(effective: readonly Effective[]): string {
  const sections = Map.groupBy(effective, ({ option }) => option.section);
  const document = Object.fromEntries(
    [...sections].map(([section, parts]) => [
      section,
      Object.fromEntries(
        parts.map(({ option, value, from }) => [option.key, { value: shown(option, value) ?? null, from }]),
      ),
    ]),
  );
  return `${JSON.stringify(document, null, 2)}\n`;
}

function shown({ secret }: Effective['option'], value: unknown): unknown {
  return secret && value !== undefined ? '[secret]' : value;
}

function valueText(value: unknown): string {
  if (value === undefined) return '-';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
