import { expect, test } from 'vitest';
import { wantedState } from '../../../src/fdw/wanted.ts';
import { cluster, products, topology } from './topology-fixture.ts';

test('a cluster with a hop and foreign tables gets a server, a mapping, two schemas, tables, views and grants', () => {
  const wanted = wantedState(topology, [products]);

  expect(wanted.schemas.map(({ name }) => name)).toEqual(['orders_fdw', 'orders']);
  expect(wanted.servers).toMatchObject([
    { name: 'orders', owner: 'fdw_hop', options: { host: 'orders.example.com', port: '5432', sslmode: 'disable' } },
  ]);
  expect(wanted.mappings).toMatchObject([{ server: 'orders', role: 'fdw_hop', user: 'fdw_reader' }]);
  expect(wanted.tables).toMatchObject([
    { schema: 'orders_fdw', name: 'products', options: { schema_name: 'public', table_name: 'products' } },
  ]);
  expect(wanted.views).toMatchObject([{ schema: 'orders', name: 'products', columns: ['id', 'note'] }]);
  expect(wanted.grants.map(({ on, name, role, privilege }) => [on, name, role, privilege])).toEqual([
    ['schema', 'orders', 'gateway', 'USAGE'],
    ['relation', 'products', 'gateway', 'SELECT'],
  ]);
});

test('the hop only reads: the server allows no writes and starts read-only sessions', () => {
  const [server] = wantedState(topology, [products]).servers;

  expect(server?.options).toMatchObject({
    updatable: 'false',
    truncatable: 'false',
    options: expect.stringContaining('default_transaction_read_only=on'),
  });
});

test('the hop goes to the reader, and a token is signed for it', () => {
  const reader = { host: 'orders-ro.example.com', port: 6432 };
  const hop = { user: 'fdw_reader', auth: { kind: 'iam', region: 'eu-west-1' } } as const;
  const wanted = wantedState({ ...topology, others: [cluster('orders', { reader, hop, tls: { ca: 'rds' } })] }, [
    products,
  ]);

  expect(wanted.servers[0]?.options).toMatchObject({ host: reader.host, port: '6432', sslmode: 'verify-full' });
  expect(wanted.mappings[0]).toMatchObject({ endpoint: reader, auth: hop.auth });
});

test('TLS is verify-full against the given certificates', () => {
  const tls = { ca: 'file', path: '/etc/ca.pem' } as const;
  const [orders] = topology.others;
  const wanted = wantedState({ ...topology, others: [{ ...cluster('orders'), ...orders, tls }] }, [products]);

  expect(wanted.servers[0]?.options).toMatchObject({ sslmode: 'verify-full', sslrootcert: '/etc/ca.pem' });
});

test('a renewer owns the servers and nothing else, and the owner of the tables may use them', () => {
  const renewer = { user: 'fdw_renewer', auth: { kind: 'iam', region: 'eu-west-1' } } as const;
  const wanted = wantedState({ ...topology, hub: { ...topology.hub, renewer } }, [products]);

  expect(wanted.serverOwner).toBe('fdw_renewer');
  expect(wanted.roles).toContainEqual({ name: 'fdw_renewer', login: true });
  expect(wanted.servers.map(({ owner }) => owner)).toEqual(['fdw_renewer']);
  expect([...wanted.schemas, ...wanted.tables, ...wanted.views].map(({ owner }) => owner)).toEqual(
    Array.from({ length: 4 }, () => 'fdw_hop'),
  );
  expect(wanted.mappings.map(({ role }) => role)).toEqual(['fdw_hop']);
  expect(wanted.grants).toContainEqual({
    on: 'server',
    schema: null,
    name: 'orders',
    column: null,
    role: 'fdw_hop',
    privilege: 'USAGE',
  });
});

test('a cluster without foreign tables gets nothing', () => {
  const none = { schemas: [], servers: [], mappings: [], tables: [], views: [], grants: [] };

  expect(wantedState(topology, [])).toMatchObject(none);
});

test('a cluster with foreign tables and no hop is an error: its tables must not be dropped for a login that was forgotten', () => {
  expect(() => wantedState({ ...topology, others: [cluster('orders')] }, [products])).toThrow(
    /^Cluster "orders" has foreign tables, and no "hop" in the topology/,
  );
});

test('a foreign table of a cluster that is not in the topology is an error that names both', () => {
  expect(() => wantedState(topology, [{ ...products, cluster: 'billing' }])).toThrow(
    /products is of cluster "billing".*orders/,
  );
});
