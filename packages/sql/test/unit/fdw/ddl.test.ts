import { expect, test } from 'vitest';
import { toPasswordChange, toStatement } from '../../../src/fdw/ddl.ts';
import { diffStates } from '../../../src/fdw/diff.ts';
import { wantedState } from '../../../src/fdw/wanted.ts';
import { Secret } from '../../../src/secret.ts';
import { presentAsWanted, products, topology } from './topology-fixture.ts';

const text = (...parameters: Parameters<typeof toStatement>): string => toStatement(...parameters).text.reveal();

test('a foreign table with hostile names stays one statement about that table', () => {
  const table = {
    schema: 'orders_fdw',
    name: 'a"b',
    owner: 'fdw_hop',
    server: "o'rders",
    options: { schema_name: "x'); drop schema public; --", table_name: 'back\\slash' },
    columns: [{ name: 'id" int); --', type: 'bigint', notNull: true }],
  };

  expect(text({ kind: 'create-table', table })).toBe(
    'create foreign table "orders_fdw"."a""b" ("id"" int); --" bigint not null) server "o\'rders" ' +
      "options (\"schema_name\" 'x''); drop schema public; --', \"table_name\" E'back\\\\slash')",
  );
});

test('a mapping holds its password as a literal, in a statement that does not print', () => {
  const mapping = {
    server: 'orders',
    role: 'fdw_hop',
    user: 'fdw_reader',
    auth: { kind: 'iam', region: 'eu-west-1' },
    endpoint: { host: 'orders.example.com', port: 5432 },
  } as const;
  const statement = toStatement({ kind: 'create-mapping', mapping }, new Secret("it's secret"));

  expect(statement.text.reveal()).toBe(
    `create user mapping for "fdw_hop" server "orders" options ("user" 'fdw_reader', "password" 'it''s secret')`,
  );
  expect(`${statement.text} ${JSON.stringify(statement)}`).not.toContain("secret'");
});

test('options are added, set or dropped by what is there', () => {
  const options = [
    { name: 'host', before: 'a', after: 'b' },
    { name: 'port', before: null, after: '1' },
    { name: 'extra', before: 'x', after: null },
  ];

  expect(text({ kind: 'set-server-options', name: 'orders', options })).toBe(
    `alter server "orders" options (set "host" 'b', add "port" '1', drop "extra")`,
  );
});

test('rights are given and taken back by name, on one column where it is one column', () => {
  const grant = {
    on: 'relation',
    schema: 'orders',
    name: 'products',
    column: null,
    role: 'gateway',
    privilege: 'SELECT',
  } as const;

  expect(text({ kind: 'grant', grant })).toBe('grant SELECT on table "orders"."products" to "gateway"');
  expect(text({ kind: 'revoke', grant: { ...grant, column: 'id', role: null } })).toBe(
    'revoke SELECT ("id") on table "orders"."products" from public cascade',
  );
  expect(text({ kind: 'revoke', grant: { ...grant, on: 'server', schema: null, privilege: 'USAGE' } })).toBe(
    'revoke USAGE on foreign server "products" from "gateway" cascade',
  );
});

test('servers and mappings are made as the owner of servers, our other objects as theirs, roles and schemas as the login', () => {
  const empty = {
    ...presentAsWanted(),
    roles: [],
    schemas: [],
    servers: [],
    tables: [],
    views: [],
    mappings: [],
    grants: [],
  };
  const changes = diffStates(wantedState(topology, [products]), empty);

  expect(changes.map((change) => [change.kind, toStatement(change).as])).toEqual([
    ['create-role', 'admin'],
    ['create-role', 'admin'],
    ['create-schema', 'admin'],
    ['create-schema', 'admin'],
    ['create-server', 'server-owner'],
    ['create-mapping', 'server-owner'],
    ['create-table', 'owner'],
    ['create-view', 'owner'],
    ['grant', 'owner'],
    ['grant', 'owner'],
  ]);
});

test("a mapping's password is set as text that cannot end early, and never shown", () => {
  const statement = toPasswordChange({ role: 'fdw_hop', server: 'or"ders' }, new Secret("it's \\ one"));

  expect(statement.reveal()).toBe(
    `alter user mapping for "fdw_hop" server "or""ders" options (set "password" E'it''s \\\\ one')`,
  );
  expect(String(statement)).toBe('[secret]');
});
