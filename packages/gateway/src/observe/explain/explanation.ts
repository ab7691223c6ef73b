import { type ExplainedStatement, explainStatement, type RequestContext } from '@causeway/schema';
import { originOf, type RequestRecord } from '../request-record.ts';

/** What ran where to answer a request: `extensions.explain` of its answer. Times are in milliseconds. */
export type Explanation = {
  /** What it took to answer, without explaining. */
  readonly durationMs: number;
  /** Work of the gateway itself: `parse` and `validate` once, `selection`, `plan` and `compile` added up over root fields. */
  readonly stages: readonly ExplainedStage[];
  readonly statements: readonly ExplainedStatement[];
};

export type ExplainedStage = {
  readonly stage: 'parse' | 'validate' | 'selection' | 'plan' | 'compile' | 'execute';
  readonly durationMs: number;
};

const stageNames: readonly ExplainedStage['stage'][] = ['parse', 'validate', 'selection', 'plan', 'compile', 'execute'];

/**
 * Explains a request that was answered, from its record. Its statements run once more, one after the other, within the request's
 * deadline: what there is no time for is left out.
 *
 * @param restricted whether row rules restrict who asks: what travelled would tell of rows that it may not see, so that nothing runs again
 */
export async function explainRequest(
  record: RequestRecord,
  hub: RequestContext['hub'],
  { signal, restricted }: { readonly signal: AbortSignal; readonly restricted: boolean },
): Promise<Explanation> {
  const durationMs = performance.now() - record.startedAt;
  const stages = stageNames.map((stage) => ({ stage, durationMs: timeOf(record, stage) }));
  const statements: ExplainedStatement[] = [];
  // In the order in which they were sent, which is that of the root fields.
  const ran = record.parts.filter((part) => part.kind === 'statement').sort((a, b) => a.startedAt - b.startedAt);
  for (const run of ran) {
    statements.push(
      await explainStatement(hub, run, {
        signal,
        deadline: record.deadline,
        origin: originOf(record),
        analyze: !restricted,
      }),
    );
  }
  return { durationMs, stages, statements };
}

/** Statements of a request run side by side: what they took is the longest of them. */
function timeOf({ parts }: RequestRecord, stage: ExplainedStage['stage']): number {
  if (stage === 'execute') {
    return Math.max(0, ...parts.flatMap((part) => (part.kind === 'statement' ? [part.durationMs] : [])));
  }
  return parts
    .filter(
      (part) => (part.kind === 'phase' && part.phase === stage) || (part.kind === 'stage' && part.stage === stage),
    )
    .reduce((sum, { durationMs }) => sum + durationMs, 0);
}
