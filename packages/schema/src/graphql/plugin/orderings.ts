import SchemaBuilder, { type SchemaTypes } from '@pothos/core';
import { tableOf } from '../../catalog/catalog.ts';

type Builder = PothosSchemaTypes.SchemaBuilder<SchemaTypes>;

/** The direction of an ordering, shared by all. */
const directions = new WeakMap<Builder, PothosSchemaTypes.EnumRef<SchemaTypes, unknown>>();

function directionOf(builder: Builder): PothosSchemaTypes.EnumRef<SchemaTypes, unknown> {
  const known = directions.get(builder) ?? builder.enumType('OrderDirection', { values: { ASC: {}, DESC: {} } });
  directions.set(builder, known);
  return known;
}

/** Gives every schema builder the methods that declare orderings and breakdowns. */
export function installOrderings(): void {
  const prototype: Builder = SchemaBuilder.prototype;

  prototype.tableOrdering = function tableOrdering(table) {
    const { type, orderings } = tableOf(this.options.tables.catalog, table);
    const field = this.enumType(`${type}OrderField`, { values: valuesOf(Object.keys(orderings)) });
    this.inputType(this.tableRefs.table(table).orderBy, {
      fields: (t) => ({
        field: t.field({ type: field, required: true }),
        direction: t.field({ type: directionOf(this), required: true, defaultValue: 'ASC' }),
      }),
    });
  };

  prototype.breakdownTypes = function breakdownTypes(table, names) {
    const { breakdown } = tableOf(this.options.tables.catalog, table);
    if (breakdown === undefined) throw new Error(`Table "${table}" is no breakdown`);
    const dimension = this.enumType(names.dimension, { values: valuesOf(Object.keys(breakdown.dimensions)) });
    const measure = this.enumType(names.measure, { values: valuesOf(Object.keys(breakdown.orderings)) });
    const orderBy = this.inputRef<object>(names.orderBy);
    this.inputType(orderBy, {
      fields: (t) => ({
        field: t.field({ type: measure, required: true }),
        direction: t.field({ type: directionOf(this), required: true, defaultValue: 'DESC' }),
      }),
    });
    return { dimension, orderBy };
  };
}

function valuesOf(names: readonly string[]): Record<string, object> {
  return Object.fromEntries(names.map((name) => [name, {}]));
}
