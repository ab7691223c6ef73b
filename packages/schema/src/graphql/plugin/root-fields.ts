import { QueryFieldBuilder, type SchemaTypes } from '@pothos/core';
import { tableOf } from '../../catalog/catalog.ts';
import { requireRow, rowOf, rowsOf } from '../../resolve/read-value.ts';
import { meaningExtensions } from '../../selection/field-meaning.ts';
import { connectionArguments } from './page-arguments.ts';

/** Gives the builder of Query's fields the methods that begin a statement. */
export function installRootFields(): void {
  const prototype: PothosSchemaTypes.QueryFieldBuilder<SchemaTypes, unknown> = QueryFieldBuilder.prototype;

  prototype.recordById = function recordById(table, options = {}) {
    const { tables } = this.builder.options;
    return this.field({
      ...options,
      type: this.builder.tableRefs.table(table).object,
      nullable: true,
      args: { id: this.arg.id({ required: true }) },
      extensions: meaningExtensions({ kind: 'recordById', table }),
      resolve: async (_root, _args, context, info) => rowOf(await tables.answer(info, context)),
    });
  };

  prototype.recordByColumn = function recordByColumn(table, column, { argument, ...options }) {
    const { tables } = this.builder.options;
    return this.field({
      ...options,
      type: this.builder.tableRefs.table(table).object,
      nullable: true,
      args: { [argument]: this.arg.string({ required: true }) },
      extensions: meaningExtensions({ kind: 'recordByColumn', table, column, argument }),
      resolve: async (_root, _args, context, info) => rowOf(await tables.answer(info, context)),
    });
  };

  prototype.tableConnection = function tableConnection(table, options) {
    const { tables } = this.builder.options;
    return this.field({
      ...options,
      type: this.builder.tableRefs.table(table).connection,
      args: connectionArguments(this.builder, table, this.arg),
      extensions: meaningExtensions({ kind: 'tableConnection', table }),
      resolve: async (_root, _args, context, info) => requireRow(await tables.answer(info, context), info),
    });
  };

  prototype.tableStats = function tableStats(table, options = {}) {
    const { tables } = this.builder.options;
    const { stats, filter } = this.builder.tableRefs.table(table);
    return this.field({
      ...options,
      type: stats,
      nullable: true,
      args: { where: this.arg({ type: filter }) },
      extensions: meaningExtensions({ kind: 'tableFigures', table }),
      resolve: async (_root, _args, context, info) => rowOf(await tables.answer(info, context)),
    });
  };

  prototype.breakdown = function breakdown(table, { dimension, orderBy }, options = {}) {
    const { tables } = this.builder.options;
    const groups = tableOf(tables.catalog, table).breakdown;
    if (groups === undefined) throw new Error(`Table "${table}" is no breakdown`);
    return this.field({
      ...options,
      type: [this.builder.tableRefs.table(table).object],
      nullable: { list: true, items: false },
      args: {
        by: this.arg({ type: [dimension], required: true }),
        where: this.arg({ type: this.builder.tableRefs.table(groups.of).filter }),
        orderBy: this.arg({ type: orderBy }),
        first: this.arg.int({ description: 'How many groups, 0 to 500; 100 unless given.' }),
      },
      extensions: meaningExtensions({ kind: 'breakdown', table }),
      resolve: async (_root, _args, context, info) =>
        rowsOf(await tables.answer(info, context)).filter((row) => row !== null),
    });
  };

  prototype.node = function node(options = {}) {
    const { tables } = this.builder.options;
    return this.field({
      ...options,
      type: this.builder.tableRefs.node,
      nullable: true,
      args: { id: this.arg.id({ required: true }) },
      extensions: meaningExtensions({ kind: 'node' }),
      resolve: async (_root, _args, context, info) => {
        const [row] = rowsOf(await tables.answer(info, context));
        return row;
      },
    });
  };

  prototype.nodes = function nodes(options = {}) {
    const { tables } = this.builder.options;
    return this.field({
      ...options,
      type: [this.builder.tableRefs.node],
      nullable: { list: false, items: true },
      args: { ids: this.arg.idList({ required: true }) },
      extensions: meaningExtensions({ kind: 'nodesByIds' }),
      resolve: async (_root, _args, context, info) => rowsOf(await tables.answer(info, context)),
    });
  };
}
