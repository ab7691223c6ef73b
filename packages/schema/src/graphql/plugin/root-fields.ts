import { QueryFieldBuilder, type SchemaTypes } from '@pothos/core';
import { requireRow, rowOf, rowsOf } from '../../resolve/read-value.ts';
import { meaningExtensions } from '../../selection/field-meaning.ts';
import { pageArguments } from './page-arguments.ts';

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
      args: pageArguments(this.arg),
      extensions: meaningExtensions({ kind: 'tableConnection', table }),
      resolve: async (_root, _args, context, info) => requireRow(await tables.answer(info, context), info),
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
