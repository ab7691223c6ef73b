/**
 * One thing that is wrong with the files. `line` is the physical line, from 1, on which the value begins (for a record as a whole,
 * the record); it and `column` are absent where the fault has none.
 */
export type ImportFault = {
  readonly file: string;
  readonly line?: number;
  readonly column?: string;
  readonly message: string;
};

/** How many faults are collected before reading more of them is of no use. */
export const maxFaults = 20;

/** The files cannot be imported as they are, and nothing was loaded; the message lists the faults, one a line. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
  /** In the order of the files and lines; the first {@link maxFaults}. */
  readonly faults: readonly ImportFault[];

  constructor(faults: readonly ImportFault[], options?: ErrorOptions) {
    const shown = faults.slice(0, maxFaults);
    const more = faults.length < maxFaults ? '' : `\n  … and perhaps more: reading stopped at ${maxFaults} faults`;
    super(`Nothing was imported:${shown.map((fault) => `\n  ${printFault(fault)}`).join('')}${more}`, options);
    this.faults = shown;
  }
}

function printFault({ file, line, column, message }: ImportFault): string {
  const place = [file, line === undefined ? '' : `line ${line}`, column === undefined ? '' : `column ${column}`];
  return `${place.filter((part) => part !== '').join(', ')}: ${message}`;
}

/** A value as it stands in a message: in quotes, on one line, and not longer than a line. */
export function showValue(value: string): string {
  const characters = Array.from(value.slice(0, 80));
  return JSON.stringify(characters.length <= 40 ? characters.join('') : `${characters.slice(0, 40).join('')}…`);
}
