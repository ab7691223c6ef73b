import type { ClusterConfig } from '../config/config.ts';

/** One instance that a cluster is made with. */
export type InstancePlan = {
  readonly name: string;
  readonly role: 'writer' | 'reader' | 'analytics';
  /**
   * Who takes over first, 0 before 15. A Serverless v2 reader of tier 0 or 1 is always as large as the writer, so that it can
   * take over at once; one of tier 15 follows its own load.
   */
  readonly promotionTier: number;
};

/** The instances of a cluster, the writer first. Which of them writes may change at any failover. */
export function planInstances({ name, readers, analyticsReader }: ClusterConfig): readonly InstancePlan[] {
  return [
    { name: `${name}-writer`, role: 'writer', promotionTier: 0 },
    ...Array.from({ length: readers }, (_, index) => ({
      name: `${name}-reader-${index}`,
      role: 'reader' as const,
      promotionTier: 1,
    })),
    ...(analyticsReader ? [{ name: `${name}-analytics`, role: 'analytics' as const, promotionTier: 15 }] : []),
  ];
}
