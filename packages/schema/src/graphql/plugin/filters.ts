import SchemaBuilder, { type SchemaTypes } from '@pothos/core';
import { filterExtensions } from '../../selection/filter-meaning.ts';
import { FilterFieldBuilder } from './filter-field-builder.ts';

type Builder = PothosSchemaTypes.SchemaBuilder<SchemaTypes>;

/** Gives every schema builder the methods that declare filters. */
export function installFilters(): void {
  const prototype: Builder = SchemaBuilder.prototype;

  prototype.operatorTypes = function operatorTypes() {
    const { id, text, integer, decimal, instant } = this.tableRefs.operators;
    const { columnInputs } = this.options.tables;
    this.inputType(id, { fields: (t) => ({ eq: t.id(), in: t.idList() }) });
    this.inputType(text, {
      description: 'Strings compare exactly; startsWith and contains ignore case, and take %, _ and \\ literally.',
      fields: (t) => ({ eq: t.string(), in: t.stringList(), startsWith: t.string(), contains: t.string() }),
    });
    for (const [ref, type] of [
      [integer, columnInputs.integer],
      [decimal, columnInputs.decimal],
      [instant, columnInputs.instant],
    ] as const) {
      this.inputType(ref, {
        fields: (t) => ({
          eq: t.field({ type }),
          gt: t.field({ type }),
          gte: t.field({ type }),
          lt: t.field({ type }),
          lte: t.field({ type }),
        }),
      });
    }
  };

  prototype.enumFilter = function enumFilter(type) {
    const ref = this.inputRef<object>(`${type.name}Filter`);
    this.inputType(ref, { fields: (t) => ({ eq: t.field({ type }), in: t.field({ type: [type] }) }) });
    return ref;
  };

  prototype.tableFilter = function tableFilter(table, { fields, description }) {
    const { filter } = this.tableRefs.table(table);
    this.inputType(filter, {
      ...(description === undefined ? {} : { description }),
      fields: (t) => ({
        ...fields(new FilterFieldBuilder(this, table)),
        and: t.field({ type: [filter], extensions: filterExtensions({ kind: 'and' }) }),
        or: t.field({ type: [filter], extensions: filterExtensions({ kind: 'or' }) }),
        not: t.field({
          type: filter,
          description: 'Keeps rows where the filter is not true.',
          extensions: filterExtensions({ kind: 'not' }),
        }),
      }),
    });
  };

  prototype.listFilter = function listFilter(table) {
    const { filter, listFilter: ref } = this.tableRefs.table(table);
    this.inputType(ref, { fields: (t) => ({ some: t.field({ type: filter }), none: t.field({ type: filter }) }) });
  };

  prototype.statsFilter = function statsFilter(table, { fields }) {
    const { filter, statsFilter: ref } = this.tableRefs.table(table);
    this.inputType(ref, {
      fields: (t) => ({
        where: t.field({ type: filter, extensions: filterExtensions({ kind: 'statsWhere' }) }),
        ...fields(new FilterFieldBuilder(this, table)),
      }),
    });
  };
}
