import type { SchemaTypes } from '@pothos/core';
import { tableOf } from '../../catalog/catalog.ts';

type Arg<Types extends SchemaTypes> = PothosSchemaTypes.RootFieldBuilder<Types, unknown>['arg'];

/** The arguments of every connection. */
export function pageArguments<Types extends SchemaTypes>(arg: Arg<Types>) {
  return {
    first: arg.int({ description: 'The first rows of the list, 0 to 500; 20 where neither first nor last is given.' }),
    after: arg.string({ description: 'Only rows after this cursor.' }),
    last: arg.int({ description: 'The last rows of the list, 0 to 500.' }),
    before: arg.string({ description: 'Only rows before this cursor.' }),
  };
}

/** The same, with the filter and the orderings of the table. */
export function connectionArguments<Types extends SchemaTypes>(
  builder: PothosSchemaTypes.SchemaBuilder<Types>,
  table: string,
  arg: Arg<Types>,
) {
  const { orderings } = tableOf(builder.options.tables.catalog, table);
  const { filter, orderBy } = builder.tableRefs.table(table);
  return {
    ...pageArguments(arg),
    where: arg({ type: filter }),
    ...(Object.keys(orderings).length === 0 ? {} : { orderBy: arg({ type: [orderBy] }) }),
  };
}
