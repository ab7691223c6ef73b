import type { WriteMarks } from '@causeway/sql';
import type { CompiledQuery } from 'kysely';
import type { Access } from './access/access.ts';
import type { Hub } from './execute/execute-statement.ts';
import type { StatementOrigin } from './execute/statement-comment.ts';
import type { Plan } from './plan/plan.ts';
import type { Statistics } from './plan/statistics.ts';
import type { OnQueryEvent } from './query-event.ts';

/** What a request brings along for the resolvers. */
export type RequestContext = {
  /** Runs statements on the hub, signed in as the gateway. */
  readonly hub: Hub;
  /** Who asks, and what that lets it see. */
  readonly access: Access;
  /** What is known of the hub's values, for guesses; without, every statement meets all cases itself. */
  readonly statistics?: Statistics | undefined;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
  /** When the answer is due, as `performance.now()` tells the time; statements get what is left until then. */
  readonly deadline?: number | undefined;
  /** Writes that the answer has to contain: statements run on servers that have them. */
  readonly after?: WriteMarks | undefined;
  /** Told of each stage and each statement once it is over: for logs, metrics, traces, and whoever asks what ran where. */
  readonly onEvent?: OnQueryEvent | undefined;
  /** Whether its statements run by themselves, also where the same ones run for others: for whoever looks at how they run. */
  readonly alone?: boolean | undefined;
  /** Stands in a comment before each statement, for whoever reads a database's log or its activity. */
  readonly origin?: StatementOrigin | undefined;
  /** Told of each plan and its statement before it runs. */
  readonly onStatement?: (plan: Plan, statement: CompiledQuery) => void;
};
