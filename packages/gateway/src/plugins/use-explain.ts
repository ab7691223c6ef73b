import { type AccessRules, CausewayError, isRestricted, type RequestContext, requireScope } from '@causeway/schema';
import { type GraphQLParams, isAsyncIterable, type Plugin } from 'graphql-yoga';
import { explainRequest } from '../observe/explain/explanation.ts';
import { requestRecord } from '../observe/request-record.ts';
import { callerOf } from './use-authentication.ts';

/** What a caller needs who wants to see what ran where. */
export const explainScope = 'plan:read';

/** Whether a request asks what ran where. */
export function isExplained({ extensions }: GraphQLParams): boolean {
  return extensions?.['explain'] === true;
}

/** Answers a request that has `extensions: {explain: true}` with `extensions.explain` beside its data. */
export function useExplain(hub: RequestContext['hub'], rules: AccessRules): Plugin {
  return {
    onParams({ params, request }) {
      const explain: unknown = params.extensions?.['explain'];
      if (explain === undefined || explain === false) return;
      if (explain !== true) throw new CausewayError('BAD_USER_INPUT', 'extensions.explain must be true or false');
      requireScope(callerOf(request), explainScope, 'extensions.explain');
    },
    onExecute({ args: { contextValue } }) {
      const { params, request } = contextValue;
      if (!isExplained(params)) return;
      return {
        async onExecuteDone({ result, setResult }) {
          if (isAsyncIterable(result)) return;
          const explain = await explainRequest(requestRecord(request), hub, {
            signal: request.signal,
            restricted: isRestricted({ caller: callerOf(request), rules }),
          });
          setResult({ ...result, extensions: { ...result.extensions, explain } });
        },
      };
    },
  };
}
