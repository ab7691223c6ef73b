import type { PresentState } from '../../../src/fdw/foreign-state.ts';
import type { ForeignTable } from '../../../src/fdw/foreign-table.ts';
import { wantedState } from '../../../src/fdw/wanted.ts';
import { Secret } from '../../../src/secret.ts';
import type { Cluster, Login, Topology } from '../../../src/topology/topology.ts';

const login = (user: string, password = `${user}'s password`): Login => ({
  user,
  auth: { kind: 'password', password: new Secret(password) },
});

/** A cluster on its own host, in plain text. */
export function cluster(name: string, more: Partial<Cluster> = {}): Cluster {
  const endpoint = { host: `${name}.example.com`, port: 5432 };
  return {
    name,
    writer: endpoint,
    reader: endpoint,
    database: name,
    tls: false,
    gateway: login('gateway'),
    admin: login('postgres'),
    ...more,
  };
}

/** users as the hub, orders behind a hop. */
export const topology: Topology = {
  hub: cluster('users'),
  others: [cluster('orders', { hop: login('fdw_reader', "o'hop") })],
};

/** One foreign table of two columns. */
export const products: ForeignTable = {
  cluster: 'orders',
  name: 'products',
  remoteSchema: 'public',
  isView: false,
  columns: [
    { name: 'id', type: 'bigint', notNull: true },
    { name: 'note', type: 'text', notNull: false },
  ],
};

/** What the catalogs would say where everything is as wanted. */
export function presentAsWanted(of: Topology = topology, tables: readonly ForeignTable[] = [products]): PresentState {
  const { views, mappings, ...objects } = wantedState(of, tables);
  return {
    ...objects,
    extension: true,
    ownerMayUseExtension: true,
    gatewayMemberships: [],
    adminMayActAs: ['fdw_hop', of.hub.renewer?.user ?? 'fdw_hop'],
    views: views.map(({ schema, name, owner, source, columns }) => ({
      schema,
      name,
      owner,
      definition: ` SELECT ${columns.join(',\n    ')}\n   FROM ${source.schema}.${source.name};`,
      settings: [],
    })),
    mappings: mappings.map(({ server, role, user, auth }) => ({
      server,
      role,
      options: { user },
      password: auth.kind === 'password' ? auth.password : new Secret('a token'),
    })),
  };
}
