import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parseTopology } from '../../../src/topology/parse-topology.ts';
import { TopologyError } from '../../../src/topology/topology-error.ts';

const password = 'hunter2-never-shown';
const endpoint = { host: 'db.example', port: 5432 };
const users = {
  writer: endpoint,
  reader: { host: 'reader.example', port: 5433 },
  database: 'users',
  user: 'gateway',
  auth: { kind: 'iam', region: 'eu-west-1' },
  tls: { ca: 'rds' },
};
const orders = {
  writer: endpoint,
  database: 'orders',
  user: 'gateway',
  auth: { kind: 'password', password },
  tls: false,
};
const document = (clusters: object = { users, orders }, hub: unknown = 'users') => ({ hub, clusters });

function faultsOf(json: unknown): TopologyError {
  try {
    parseTopology(json);
  } catch (error) {
    if (error instanceof TopologyError) return error;
    throw error;
  }
  throw new Error('the topology was accepted');
}

describe('a topology that is right', () => {
  it('gives hub and others, with defaults filled in', () => {
    const { hub, others } = parseTopology(document());
    expect(hub).toMatchObject({ name: 'users', reader: { host: 'reader.example', port: 5433 }, tls: { ca: 'rds' } });
    // The gateway's login never stands in for it.
    expect(hub).not.toHaveProperty('admin');
    expect(others.map(({ name }) => name)).toEqual(['orders']);
    expect(others[0]).toMatchObject({ reader: endpoint, tls: false });
    expect(others[0]).not.toHaveProperty('hop');
  });

  it('keeps admin and hop logins, and a CA file', () => {
    const admin = { user: 'postgres', auth: { kind: 'password', password: 'a' } };
    const hop = { user: 'fdw_reader', auth: { kind: 'iam', region: 'eu-west-1' } };
    const { others } = parseTopology(
      document({ users, orders: { ...orders, admin, hop, tls: { ca: '/etc/ca.pem' } } }),
    );
    expect(others[0]?.admin?.user).toBe('postgres');
    expect(others[0]?.hop).toEqual(hop);
    expect(others[0]?.tls).toEqual({ ca: 'file', path: '/etc/ca.pem' });
  });

  it('keeps the address of a tunnel, a file of credentials and the renewer', () => {
    const via = { host: '127.0.0.1', port: 15432 };
    const renewer = {
      user: 'fdw_renewer',
      auth: { kind: 'iam', region: 'eu-west-1', credentialsFile: '/etc/credentials' },
    };
    const { hub } = parseTopology(document({ users: { ...users, writer: { ...endpoint, via }, renewer }, orders }));
    expect(hub.writer).toEqual({ ...endpoint, via });
    expect(hub.renewer).toEqual(renewer);
  });

  it('holds passwords as secrets', () => {
    const topology = parseTopology(document());
    expect(inspect(topology, { depth: 9 })).not.toContain(password);
    expect(JSON.stringify(topology)).not.toContain(password);
    const auth = topology.others[0]?.gateway.auth;
    expect(auth?.kind === 'password' && auth.password.reveal()).toBe(password);
  });
});

describe('a topology with a fault names its path, the kind found, and what to do', () => {
  const only = (path: string, found: string, advice: RegExp) => ({ path, found, advice });
  it.each([
    ['a list', [], only('', 'a list', /an object with hub, clusters/)],
    ['no hub', { clusters: { users, orders } }, only('hub', 'nothing', /name of the cluster that is the hub/)],
    ['an unknown hub', document(undefined, 'other'), only('hub', 'a name that no cluster has', /users, orders/)],
    ['an unknown key', { ...document(), extra: 1 }, only('extra', 'an unknown key', /known here: hub, clusters/)],
    [
      'an unknown key in a login',
      document({ users, orders: { ...orders, auth: { ...orders.auth, pasword: 'x' } } }),
      only('clusters.orders.auth.pasword', 'an unknown key', /spelling/),
    ],
    [
      'a port as text',
      document({ users: { ...users, writer: { host: 'h', port: '5432' } }, orders }),
      only('clusters.users.writer.port', 'a string', /1 to 65535/),
    ],
    [
      'a port out of range',
      document({ users: { ...users, writer: { host: 'h', port: 70000 } }, orders }),
      only('clusters.users.writer.port', 'a number', /1 to 65535/),
    ],
    [
      'a URL as host',
      document({ users: { ...users, writer: { host: 'postgres://u:p@h', port: 1 } }, orders }),
      only('clusters.users.writer.host', 'a string', /without scheme/),
    ],
    [
      'an unknown way to sign in',
      document({ users, orders: { ...orders, auth: { kind: 'kerberos' } } }),
      only('clusters.orders.auth.kind', 'a string', /"iam"/),
    ],
    [
      'an empty password',
      document({ users, orders: { ...orders, auth: { kind: 'password', password: '' } } }),
      only('clusters.orders.auth.password', 'an empty string', /not empty/),
    ],
    [
      'a relative CA path',
      document({ users: { ...users, tls: { ca: 'ca.pem' } }, orders }),
      only('clusters.users.tls.ca', 'a string', /absolute path/),
    ],
    [
      'TLS without verification',
      document({ users: { ...users, tls: { ca: 'rds', rejectUnauthorized: false } }, orders }),
      only('clusters.users.tls.rejectUnauthorized', 'an unknown key', /known here: ca/),
    ],
    [
      'TLS switched on without a CA',
      document({ users: { ...users, tls: true }, orders }),
      only('clusters.users.tls', 'a boolean', /"rds"/),
    ],
    [
      'a cluster name that is no schema name',
      document({ users, 'Orders-1': orders }),
      only('clusters.Orders-1', 'an unusable name', /small letters/),
    ],
    [
      'a reserved name',
      document({ users, public: orders }),
      only('clusters.public', 'a name that PostgreSQL keeps for itself', /rename/),
    ],
    [
      "a name that is another cluster's foreign schema",
      document({ users, orders, orders_fdw: orders }),
      only('clusters.orders_fdw', "the name of cluster orders's foreign schema", /rename/),
    ],
    [
      'IAM without TLS',
      document({ users: { ...users, tls: false }, orders }),
      only('clusters.users.auth', 'IAM on a cluster without TLS', /"rds"/),
    ],
    [
      'a hop by IAM without TLS',
      document({ users, orders: { ...orders, hop: { user: 'r', auth: users.auth } } }),
      only('clusters.orders.hop.auth', 'IAM on a cluster without TLS', /TLS only/),
    ],
    [
      'a renewer by IAM without TLS',
      document({
        users: { ...users, auth: orders.auth, tls: false, renewer: { user: 'r', auth: users.auth } },
        orders,
      }),
      only('clusters.users.renewer.auth', 'IAM on a cluster without TLS', /CA file/),
    ],
    [
      'a renewer elsewhere than on the hub',
      document({ users, orders: { ...orders, renewer: { user: 'r', auth: orders.auth } } }),
      only('clusters.orders.renewer', 'a renewer on another cluster than the hub', /at the hub/),
    ],
    [
      'queries that run as the administrator',
      document({ users, orders: { ...orders, admin: { user: 'gateway', auth: orders.auth } } }),
      only('clusters.orders.admin.user', 'the login that queries run as', /another/),
    ],
    [
      'queries that run as the renewer',
      document({ users: { ...users, renewer: { user: 'gateway', auth: users.auth } }, orders }),
      only('clusters.users.renewer.user', 'the login that queries run as', /another/),
    ],
    [
      'a tunnel without a port',
      document({ users: { ...users, writer: { ...endpoint, via: { host: 'localhost' } } }, orders }),
      only('clusters.users.writer.via.port', 'nothing', /1 to 65535/),
    ],
    [
      'a relative path of credentials',
      document({ users: { ...users, auth: { ...users.auth, credentialsFile: 'credentials' } }, orders }),
      only('clusters.users.auth.credentialsFile', 'a string', /absolute path/),
    ],
    [
      'a hop on the hub',
      document({ users: { ...users, hop: { user: 'r', auth: users.auth } }, orders }),
      only('clusters.users.hop', 'a hop on the hub', /remove/),
    ],
  ])('%s', (_, json, { path, found, advice }) => {
    const { faults, message } = faultsOf(json);
    expect(faults).toEqual([{ path, found, advice: expect.stringMatching(advice) }]);
    expect(message).toContain(`${path === '' ? 'the document' : path}: found ${found}; `);
  });

  it('reports all faults at once', () => {
    const broken = { writer: { host: '', port: 0 }, database: 5, user: '', auth: null, tls: 'yes' };
    expect(faultsOf({ hub: 1, clusters: { users: broken }, x: 1 }).faults.map(({ path }) => path)).toEqual([
      'hub',
      'clusters.users.writer.host',
      'clusters.users.writer.port',
      'clusters.users.database',
      'clusters.users.user',
      'clusters.users.auth',
      'clusters.users.tls',
      'x',
    ]);
  });

  it('reports what does not fit together beside what has the wrong shape', () => {
    const auth = { kind: 'iam', region: 5 };
    const half = { writer: endpoint, tls: false, auth, hop: { user: 5, auth }, admin: 'postgres' };
    const faults = faultsOf({ hub: 'other', clusters: { users: half, public: 5, orders, orders_fdw: orders } }).faults;
    expect(faults.map(({ path, found }) => `${path}: ${found}`)).toEqual([
      'clusters.users.database: nothing',
      'clusters.users.user: nothing',
      'clusters.users.auth.region: a number',
      'clusters.users.admin: a string',
      'clusters.users.hop.user: a number',
      'clusters.users.hop.auth.region: a number',
      'clusters.public: a number',
      'hub: a name that no cluster has',
      'clusters.users.auth: IAM on a cluster without TLS',
      'clusters.users.hop.auth: IAM on a cluster without TLS',
      'clusters.public: a name that PostgreSQL keeps for itself',
      "clusters.orders_fdw: the name of cluster orders's foreign schema",
    ]);
    expect(faultsOf({ hub: '', clusters: 5 }).faults.map(({ path }) => path)).toEqual(['hub', 'clusters']);
  });

  it('never shows a value', () => {
    const misplaced = { ...orders, auth: password, database: { password }, user: [password] };
    const error = faultsOf(document({ users, orders: misplaced }));
    expect(inspect(error, { depth: 9 })).not.toContain(password);
  });
});
