import { expect, test } from 'vitest';
import { defineCatalog, type Table } from '../../src/catalog/catalog.ts';
import { builder } from '../../src/graphql/builder.ts';

/** What a generator would write for two tables. */
type Generated = {
  authors: { id: { __select__: string }; name: string };
  'books.books': { id: { __select__: string }; author_id: { __select__: string }; pages: number };
};

const authors = {
  cluster: 'authors',
  relation: 'authors',
  type: 'Author',
  key: 'id',
  columns: { id: 'bigint', name: 'text' },
  order: [{ column: 'id', direction: 'asc' }],
  relations: {},
  rankedViews: [],
  orderings: {},
  figures: {},
} as const satisfies Table;

// Each line below a directive must not compile: the type check fails where one of them does.
test('a catalog names only what the generated types have', () => {
  const define = defineCatalog<Generated>();
  define({ hub: 'authors', tables: { authors } });
  // @ts-expect-error there is no such relation on the hub
  define({ hub: 'authors', tables: { authors: { ...authors, relation: 'writers' } } });
  // @ts-expect-error there is no such column
  define({ hub: 'authors', tables: { authors: { ...authors, columns: { id: 'bigint', age: 'integer' } } } });
  // @ts-expect-error the column is a text
  define({ hub: 'authors', tables: { authors: { ...authors, columns: { id: 'bigint', name: 'integer' } } } });
  // @ts-expect-error the order names a column that is not in the catalog
  define({ hub: 'authors', tables: { authors: { ...authors, order: [{ column: 'born', direction: 'asc' }] } } });
  const books = { to: 'books', from: 'id', key: 'author_id', cardinality: 'many' } as const;
  // @ts-expect-error there is no table "books" to lead to
  define({ hub: 'authors', tables: { authors: { ...authors, relations: { books } } } });
  expect(define({ hub: 'authors', tables: { authors } }).tables.authors).toEqual(authors);
});

test('a type declares only columns and relations that the catalog has', () => {
  const declare = () => {
    // @ts-expect-error there is no such table
    builder.tableObject('invoices', { fields: () => ({}) });
    builder.tableObject('users', {
      fields: (t) => ({
        // @ts-expect-error there is no such column
        age: t.column('age'),
        // @ts-expect-error there is no such relation
        friends: t.connection('friends'),
        // @ts-expect-error the relation leads to many rows
        order: t.record('orders'),
      }),
    });
  };
  // What does not compile is never run: it would declare nonsense in the domain's own schema.
  expect(declare).toBeTypeOf('function');
});
