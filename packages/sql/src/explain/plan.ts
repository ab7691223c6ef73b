import { z } from 'zod';

/** A node of PostgreSQL's plan, as EXPLAIN (FORMAT JSON) has it: the part that is read here. */
export type PlanNode = {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string | undefined;
  readonly Schema?: string | undefined;
  readonly Relations?: string | undefined;
  readonly 'Remote SQL'?: string | undefined;
  /** What the hub itself leaves out of the node's rows, after they came. */
  readonly Filter?: string | undefined;
  readonly 'Join Filter'?: string | undefined;
  /** Of a node that runs by itself: `CTE f1`, `InitPlan 2`. */
  readonly 'Subplan Name'?: string | undefined;
  readonly 'Plan Rows': number;
  /** Absent without ANALYZE, as the next. */
  readonly 'Actual Loops'?: number | undefined;
  /** A mean over the loops, as the next, in milliseconds. */
  readonly 'Actual Rows'?: number | undefined;
  readonly 'Actual Total Time'?: number | undefined;
  readonly Plans?: readonly PlanNode[] | undefined;
};

/** One statement's plan; times in milliseconds, the second only with ANALYZE. */
export type ExplainedPlan = {
  readonly Plan: PlanNode;
  readonly 'Planning Time'?: number | undefined;
  readonly 'Execution Time'?: number | undefined;
};

const node: z.ZodType<PlanNode> = z.object({
  'Node Type': z.string(),
  'Relation Name': z.string().optional(),
  Schema: z.string().optional(),
  Relations: z.string().optional(),
  'Remote SQL': z.string().optional(),
  Filter: z.string().optional(),
  'Join Filter': z.string().optional(),
  'Subplan Name': z.string().optional(),
  'Plan Rows': z.number(),
  'Actual Loops': z.number().optional(),
  'Actual Rows': z.number().optional(),
  'Actual Total Time': z.number().optional(),
  get Plans() {
    return z.array(node).optional();
  },
});

const plans = z.tuple([
  z.object({ Plan: node, 'Planning Time': z.number().optional(), 'Execution Time': z.number().optional() }),
]);

/** Reads the JSON of EXPLAIN, parsed or still text; throws where it is something else. */
export function parsePlan(json: unknown): ExplainedPlan {
  const [plan] = plans.parse(typeof json === 'string' ? JSON.parse(json) : json);
  return plan;
}
