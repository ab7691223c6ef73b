import type { SchemaTypes } from '@pothos/core';

/** The arguments of every connection. */
export function pageArguments<Types extends SchemaTypes>(
  arg: PothosSchemaTypes.RootFieldBuilder<Types, unknown>['arg'],
) {
  return {
    first: arg.int({ description: 'The first rows of the list, 0 to 500; 20 where neither first nor last is given.' }),
    after: arg.string({ description: 'Only rows after this cursor.' }),
    last: arg.int({ description: 'The last rows of the list, 0 to 500.' }),
    before: arg.string({ description: 'Only rows before this cursor.' }),
  };
}
