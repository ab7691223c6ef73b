export type { RequestContext } from './context.ts';
export { CausewayError, type ErrorCode, errorCodes } from './errors.ts';
export { buildSchema } from './graphql/build-schema.ts';
export { checkLimits, type SentOperation } from './limits/check-limits.ts';
export { defaultLimits, type LimitName, type OperationLimits } from './limits/operation-limits.ts';
export type { Plan } from './plan/plan.ts';
export { printPlan } from './plan/print-plan.ts';
export type { OnQueryEvent, QueryEvent, StatementRun, Timing } from './query-event.ts';
