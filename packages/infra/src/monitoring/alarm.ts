import type * as pulumi from '@pulumi/pulumi';

/** One metric of CloudWatch. */
export type Metric = {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, pulumi.Input<string>>>;
  /** `Average`, `Sum`, `p99` and so on. */
  readonly stat: string;
};

/** When somebody is told, and why they should get up. */
export type Alarm = {
  readonly name: string;
  /** What it means and where to look first; it stands in the message. */
  readonly description: string;
  readonly metric: Metric;
  /** An expression over the metric, which is `m` there; the metric itself where absent. */
  readonly expression?: string;
  readonly comparison: 'above' | 'atLeast' | 'below' | 'outsideBand';
  /** In the metric's unit; the width in deviations for a band. */
  readonly threshold: number;
  /** Seconds of one point. */
  readonly period: number;
  /** Points that are looked at, and how many of them must be bad. */
  readonly periods: number;
  readonly badPeriods: number;
  /** What no point means: that something is broken, for what should always be heard of; nothing, for the rest. */
  readonly missing: 'breaching' | 'notBreaching';
};

/** Five minutes of five in which three are bad, and silence means nothing: what most alarms are. */
export const threeOfFive = { period: 60, periods: 5, badPeriods: 3, missing: 'notBreaching' } as const;

/** The first bad point of five minutes. */
export const atOnce = { period: 300, periods: 1, badPeriods: 1, missing: 'notBreaching' } as const;
