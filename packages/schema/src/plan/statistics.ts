import { assertNever } from '../errors.ts';
import type { PlannedCondition } from './plan.ts';

/**
 * What the hub knows of the values in its tables, by relation: a plain value, read now and then. Where it is out of date a plan may
 * take longer, and is as right as any.
 */
export type Statistics = Readonly<Record<string, TableStatistics>>;

export type TableStatistics = {
  readonly rows: number;
  readonly columns: Readonly<Record<string, ColumnStatistics>>;
};

export type ColumnStatistics = {
  /** Different values. */
  readonly distinct: number;
  /** The share of rows without a value, from 0 to 1. */
  readonly nulls: number;
  /** The shares of rows that have these values, as PostgreSQL writes them: the most common ones. */
  readonly common: ReadonlyMap<string, number>;
};

/** Between which shares of a table's rows the condition holds for, from 0 to 1; equal where it can be told. */
export type Share = { readonly low: number; readonly high: number };

const UNKNOWN: Share = { low: 0, high: 1 };

/** The share of rows that meet a condition, as if columns had nothing to do with each other. */
export function shareOf(statistics: TableStatistics, condition: PlannedCondition): Share {
  switch (condition.kind) {
    case 'and':
      return product(condition.conditions.map((part) => shareOf(statistics, part)));
    case 'or':
      return complement(product(condition.conditions.map((part) => complement(shareOf(statistics, part)))));
    case 'not':
      return complement(shareOf(statistics, condition.condition));
    case 'compare':
      return condition.comparison === '=' ? shareOfValues(statistics, condition, [condition.value]) : UNKNOWN;
    case 'in':
      return shareOfValues(statistics, condition, condition.values);
    case 'match':
    case 'member':
      return UNKNOWN;
    default:
      return assertNever(condition);
  }
}

/** Only of kinds whose values have one way to be written. */
function shareOfValues(
  { columns }: TableStatistics,
  { column, columnKind }: Pick<Extract<PlannedCondition, { kind: 'in' }>, 'column' | 'columnKind'>,
  values: readonly string[],
): Share {
  const known = columns[column];
  if (known === undefined || (columnKind !== 'text' && columnKind !== 'bigint' && columnKind !== 'integer')) {
    return UNKNOWN;
  }
  const common = [...known.common.values()].reduce((sum, share) => sum + share, 0);
  const others = Math.max(known.distinct - known.common.size, 1);
  const uncommon = Math.max(1 - known.nulls - common, 0) / others;
  const sum = [...new Set(values)].reduce((total, value) => total + (known.common.get(value) ?? uncommon), 0);
  return { low: Math.min(sum, 1), high: Math.min(sum, 1) };
}

function product(shares: readonly Share[]): Share {
  return shares.reduce((all, { low, high }) => ({ low: all.low * low, high: all.high * high }), { low: 1, high: 1 });
}

function complement({ low, high }: Share): Share {
  return { low: 1 - high, high: 1 - low };
}
