import SchemaBuilder, { type SchemaTypes } from '@pothos/core';
import { readCursor, readRow, readRows, readTypeName, readValue } from '../../resolve/read-value.ts';
import { meaningExtensions, type PageInfoMeaning, tableExtensions } from '../../selection/field-meaning.ts';
import { Refs } from './refs.ts';
import { TableFieldBuilder } from './table-field-builder.ts';

type Builder = PothosSchemaTypes.SchemaBuilder<SchemaTypes>;

/** Gives every schema builder the methods that declare tables. */
export function installTableTypes(): void {
  const refs = new WeakMap<Builder, Refs<SchemaTypes>>();
  const prototype: Builder = SchemaBuilder.prototype;
  Object.defineProperty(prototype, 'tableRefs', {
    get(this: Builder): Refs<SchemaTypes> {
      const known = refs.get(this) ?? new Refs(this);
      refs.set(this, known);
      return known;
    },
  });

  prototype.sharedTypes = function sharedTypes() {
    this.tableRefs.node.implement({
      description: 'What has a global id: the type, a colon and the primary key, as in "User:42".',
      resolveType: (row) => readTypeName(row),
      fields: (t) => ({
        id: t.field({ type: 'ID', nullable: false, resolve: (row, _args, _context, info) => readValue(row, info) }),
      }),
    });
    this.tableRefs.pageInfo.implement({
      description: 'Where a page stands in its list. Both flags are true in both directions of paging.',
      fields: (t) => {
        const flag = (kind: PageInfoMeaning['kind']) =>
          t.boolean({
            nullable: false,
            extensions: meaningExtensions({ kind }),
            resolve: (parent, _args, _context, info) => readValue(parent, info) === true,
          });
        const cursor = (kind: PageInfoMeaning['kind']) =>
          t.string({
            nullable: true,
            extensions: meaningExtensions({ kind }),
            resolve: (parent, _args, _context, info) => readCursor(parent, info),
          });
        return {
          hasNextPage: flag('hasNextPage'),
          hasPreviousPage: flag('hasPreviousPage'),
          startCursor: cursor('startCursor'),
          endCursor: cursor('endCursor'),
        };
      },
    });
  };

  prototype.tableObject = function tableObject(table, { fields, description }) {
    const { object } = this.tableRefs.table(table);
    declareConnection(this, table);
    return object.implement({
      ...(description === undefined ? {} : { description }),
      extensions: tableExtensions(table),
      interfaces: [this.tableRefs.node],
      fields: () => fields(new TableFieldBuilder(this, table)),
    });
  };

  prototype.groupObject = function groupObject(table, { fields, description }) {
    return this.tableRefs.table(table).object.implement({
      ...(description === undefined ? {} : { description }),
      extensions: tableExtensions(table),
      fields: () => fields(new TableFieldBuilder(this, table)),
    });
  };

  prototype.statsObject = function statsObject(table, { fields, description }) {
    return this.tableRefs.table(table).stats.implement({
      ...(description === undefined ? {} : { description }),
      fields: () => fields(new TableFieldBuilder(this, table)),
    });
  };
}

/** The connection and the edge of a table. */
function declareConnection(builder: Builder, table: string): void {
  const { object, connection, edge } = builder.tableRefs.table(table);
  connection.implement({
    fields: (t) => ({
      edges: t.field({
        type: [edge],
        nullable: false,
        extensions: meaningExtensions({ kind: 'edges' }),
        resolve: (parent, _args, _context, info) => readRows(parent, info),
      }),
      nodes: t.field({
        type: [object],
        nullable: false,
        description: 'The rows themselves: the short way to what edges hold.',
        extensions: meaningExtensions({ kind: 'nodes' }),
        resolve: (parent, _args, _context, info) => readRows(parent, info),
      }),
      pageInfo: t.field({
        type: builder.tableRefs.pageInfo,
        nullable: false,
        extensions: meaningExtensions({ kind: 'pageInfo' }),
        resolve: (parent, _args, _context, info) => readRow(parent, info),
      }),
      totalCount: t.int({
        nullable: false,
        description: 'The number of rows in the whole list; counted only where it is asked for.',
        extensions: meaningExtensions({ kind: 'totalCount' }),
        resolve: (parent, _args, _context, info) => readValue(parent, info),
      }),
    }),
  });
  edge.implement({
    fields: (t) => ({
      cursor: t.string({
        nullable: false,
        extensions: meaningExtensions({ kind: 'cursor' }),
        resolve: (parent, _args, _context, info) => readCursor(parent, info),
      }),
      node: t.field({
        type: object,
        nullable: false,
        extensions: meaningExtensions({ kind: 'edgeNode' }),
        resolve: (parent, _args, _context, info) => readRow(parent, info),
      }),
    }),
  });
}
