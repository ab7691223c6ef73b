import { CausewayError, checkLimits, type OperationLimits } from '@causeway/schema';
import type { Plugin } from 'graphql-yoga';

/**
 * Refuses an operation that asks for more than the limits allow, before the rest of its validation. It throws, where a hook of
 * validation would set a result: results are kept for the document's next request, which may come with other variables.
 */
export function useOperationLimits(limits: OperationLimits): Plugin {
  return {
    onValidate({ context, params: { schema, documentAST } }) {
      const { operationName, variables } = context.params;
      const errors = checkLimits({ schema, document: documentAST, operationName, variables }, limits);
      if (errors.length > 0) throw new AggregateError(errors);
      return ({ result, setResult }) => {
        if (result.some(({ message }) => message === ABORTED)) setResult([overlapping()]);
      };
    },
  };
}

/** What graphql-js says, and no more, of a document whose fields it gave up to compare with each other. */
const ABORTED = 'Validation aborted.';

/** Fields that nobody asks for, by `@skip` or in another operation of the document, count here too. */
function overlapping(): CausewayError {
  return new CausewayError(
    'TOO_COMPLEX',
    'The document has too many fields with the same response key to be compared with each other. Send each field once.',
  );
}
