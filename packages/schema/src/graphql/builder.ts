import SchemaBuilder from '@pothos/core';
import './plugin/index.ts';
import { requireColumn } from '../access/access.ts';
import { domainCatalog } from '../catalog/domain.ts';
import type { RequestContext } from '../context.ts';
import { runQuery } from '../run-query.ts';

/** The builder of the sample domain's schema: its catalog, its scalars, and how a field of Query is answered. */
export const builder = new SchemaBuilder<{
  Catalog: typeof domainCatalog;
  Context: RequestContext;
  DefaultFieldNullability: false;
  Scalars: {
    DateTime: { Input: string; Output: unknown };
    Decimal: { Input: string; Output: unknown };
  };
}>({
  plugins: ['tables'],
  defaultFieldNullability: false,
  tables: {
    catalog: domainCatalog,
    columnTypes: { bigint: 'String', integer: 'Int', text: 'String', decimal: 'Decimal', instant: 'DateTime' },
    columnInputs: { integer: 'Int', decimal: 'Decimal', instant: 'DateTime' },
    requireColumn: (table, column, { access }, { parentType, fieldName }) =>
      requireColumn(access, table, column, `${parentType.name}.${fieldName}`),
    answer: (info, context) => runQuery(info, domainCatalog, context),
  },
});
