import type { OrderRow } from '../data/rows.ts';
import { averageOf, sum } from './decimals.ts';

/** The figures over some orders. */
export type Figures = {
  readonly count: number;
  readonly total: bigint;
  readonly average: bigint | undefined;
  readonly firstOrderAt: bigint | undefined;
  readonly lastOrderAt: bigint | undefined;
};

export function figuresOf(orders: readonly OrderRow[]): Figures {
  const total = sum(orders.map((order) => order.total));
  const instants = orders.map(({ createdAt }) => createdAt).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return {
    count: orders.length,
    total,
    average: orders.length === 0 ? undefined : averageOf(total, orders.length),
    firstOrderAt: instants[0],
    lastOrderAt: instants.at(-1),
  };
}
