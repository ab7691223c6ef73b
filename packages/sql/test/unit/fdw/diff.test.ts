import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { describeChange } from '../../../src/fdw/change.ts';
import { diffStates } from '../../../src/fdw/diff.ts';
import type { PresentState } from '../../../src/fdw/foreign-state.ts';
import { wantedState } from '../../../src/fdw/wanted.ts';
import { Secret } from '../../../src/secret.ts';
import { cluster, presentAsWanted, products, topology } from './topology-fixture.ts';

const asWanted = presentAsWanted();
const lines = (present: PresentState, of = topology, tables = [products]): readonly string[] =>
  diffStates(wantedState(of, tables), present).map(describeChange);

test('nothing differs where all is as wanted', () => {
  expect(lines(asWanted)).toEqual([]);
});

test('a renewer takes over the servers, and the owner of the tables may use them before it makes any', () => {
  const renewer = { user: 'fdw_renewer', auth: topology.hub.gateway.auth };
  const renewed = { ...topology, hub: { ...topology.hub, renewer } };
  const { roles, ...before } = asWanted;

  expect(lines({ ...before, roles, tables: [] }, renewed)).toEqual([
    'create role fdw_renewer (login)',
    'let this login act as role fdw_renewer',
    'change owner of server orders: fdw_hop -> fdw_renewer',
    'grant USAGE on server orders to fdw_hop',
    'create foreign table orders_fdw.products (id, note)',
  ]);
  expect(lines(presentAsWanted(renewed), renewed)).toEqual([]);
  expect(lines(presentAsWanted(renewed), renewed, [])).toContain('drop server orders: it is not wanted');
});

test('on an empty hub everything is made, in an order in which it can be made', () => {
  const nothing: PresentState = {
    extension: false,
    ownerMayUseExtension: false,
    gatewayMemberships: [],
    adminMayActAs: [],
    roles: [],
    schemas: [],
    servers: [],
    mappings: [],
    tables: [],
    views: [],
    grants: [],
  };

  expect(diffStates(wantedState(topology, [products]), nothing).map(({ kind }) => kind)).toEqual([
    'create-extension',
    'create-role',
    'create-role',
    'let-admin-act-as-owner',
    'let-owner-use-extension',
    'create-schema',
    'create-schema',
    'create-server',
    'create-mapping',
    'create-table',
    'create-view',
    'grant',
    'grant',
  ]);
});

describe('each difference is named', () => {
  const [server] = asWanted.servers;
  const [table] = asWanted.tables;
  const [view] = asWanted.views;
  const [mapping] = asWanted.mappings;
  const grant = { on: 'relation', schema: 'orders_fdw', name: 'products', column: null, privilege: 'SELECT' } as const;
  if (server === undefined || table === undefined || view === undefined || mapping === undefined) {
    throw new Error('The fixture has one of each.');
  }

  test.each<[string, Partial<PresentState>, readonly string[]]>([
    [
      'an option of the server',
      { servers: [{ ...server, options: { ...server.options, host: 'elsewhere', extra: 'x' } }] },
      ['change server orders: without extra (is x), host elsewhere -> orders.example.com'],
    ],
    [
      'an option of the foreign table',
      { tables: [{ ...table, options: { schema_name: 'old', table_name: 'products' } }] },
      ['change foreign table orders_fdw.products: schema_name old -> public'],
    ],
    [
      "a column's type, which takes the view along and its grant",
      { tables: [{ ...table, columns: [{ name: 'id', type: 'integer', notNull: true }, ...table.columns.slice(1)] }] },
      [
        'drop view orders.products: its foreign table is made anew',
        'drop foreign table orders_fdw.products: column id is integer not null instead of bigint not null',
        'create foreign table orders_fdw.products (id, note)',
        'create view orders.products',
        'grant SELECT on relation orders.products to gateway',
      ],
    ],
    [
      'the query of a view',
      { views: [{ ...view, definition: 'SELECT id, upper(note) AS note FROM orders_fdw.products;' }] },
      [
        'drop view orders.products: its query is "SELECT id, upper(note) AS note FROM orders_fdw.products"',
        'create view orders.products',
        'grant SELECT on relation orders.products to gateway',
      ],
    ],
    [
      'a setting of a view',
      { views: [{ ...view, settings: ['security_invoker=true'] }] },
      [
        'drop view orders.products: it has the settings security_invoker=true',
        'create view orders.products',
        'grant SELECT on relation orders.products to gateway',
      ],
    ],
    [
      'a grant that is not wanted',
      { grants: [...asWanted.grants, { ...grant, role: 'gateway' }] },
      ['revoke SELECT on relation orders_fdw.products from gateway'],
    ],
    [
      'a grant to everybody on one column',
      { grants: [...asWanted.grants, { ...grant, column: 'id', role: null }] },
      ['revoke SELECT (id) on relation orders_fdw.products from public'],
    ],
    [
      'a mapping of another role',
      { mappings: [mapping, { ...mapping, role: 'gateway' }] },
      ['drop user mapping of gateway at server orders: it is not wanted'],
    ],
    ['an owner', { servers: [{ ...server, owner: 'alice' }] }, ['change owner of server orders: alice -> fdw_hop']],
    [
      'what is left of a table that is not wanted any more',
      { tables: [table, { ...table, name: 'old' }], views: [view, { ...view, name: 'old' }] },
      ['drop view orders.old: it is not wanted', 'drop foreign table orders_fdw.old: it is not wanted'],
    ],
  ])('%s', (_, difference, expected) => {
    expect(lines({ ...asWanted, ...difference })).toEqual(expected);
  });

  test("somebody else's relation in our schema is left alone", () => {
    expect(lines({ ...asWanted, views: [view, { ...view, name: 'theirs', owner: 'alice' }] })).toEqual([]);
  });

  test('a password that differs is said, and not shown', () => {
    const present = { ...asWanted, mappings: [{ ...mapping, password: new Secret('the old one') }] };
    const changes = diffStates(wantedState(topology, [products]), present);

    expect(changes.map(describeChange)).toEqual([
      'drop user mapping of fdw_hop at server orders: its password differs',
      'create user mapping of fdw_hop at server orders (user fdw_reader)',
    ]);
    expect(inspect(changes, { depth: null }) + JSON.stringify(changes)).not.toMatch(/o'hop|the old one/);
  });
});

test('a token in a mapping is not compared: it is renewed all the time', () => {
  const hop = { user: 'fdw_reader', auth: { kind: 'iam', region: 'eu-west-1' } } as const;
  const signed = { ...topology, others: [cluster('orders', { hop, tls: { ca: 'rds' } })] };

  expect(lines(presentAsWanted(signed), signed)).toEqual([]);
});

test('a cluster that left the topology takes its objects along, views before tables before the server', () => {
  expect(lines(asWanted, { ...topology, others: [] }, [])).toEqual([
    'drop view orders.products: it is not wanted',
    'drop foreign table orders_fdw.products: it is not wanted',
    'drop user mapping of fdw_hop at server orders: it is not wanted',
    'drop server orders: it is not wanted',
    'drop schema orders_fdw: it is not wanted',
    'drop schema orders: it is not wanted',
  ]);
});
