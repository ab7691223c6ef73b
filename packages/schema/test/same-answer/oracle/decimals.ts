import { badInput } from './bad-input.ts';

/** An exact decimal: `units` of 10^-`scale`. */
export type Decimal = { readonly units: bigint; readonly scale: number };

/** A decimal from outside; BAD_USER_INPUT where it has an exponent, or is a number that has lost digits already. */
export function parseDecimal(value: unknown): Decimal {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  const [, whole, fraction = ''] = (typeof text === 'string' && /^(-?\d+)(?:\.(\d+))?$/.exec(text)) || [];
  if (whole === undefined) throw badInput(`${value} is no decimal`);
  return { units: BigInt(whole + fraction), scale: fraction.length };
}

/** Compares hundredths with a decimal of any scale, exactly. */
export function compareWithDecimal(hundredths: bigint, { units, scale }: Decimal): number {
  const difference = hundredths * 10n ** BigInt(scale) - units * 100n;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** With two digits after the point, as the columns have. */
export function printHundredths(hundredths: bigint): string {
  const digits = String(hundredths).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Half away from zero; neither a total nor a count is ever below zero. */
export function averageOf(total: bigint, count: number): bigint {
  return (2n * total + BigInt(count)) / (2n * BigInt(count));
}

export function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}
