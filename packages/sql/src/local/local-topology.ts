import type { Cluster, Endpoint, Login, Topology } from '../topology/topology.ts';
import type { LocalPasswords } from './local-passwords.ts';

/** The topology of the local clusters: users is the hub, and a hop leads to orders. */
export function localTopology(
  endpoints: Readonly<Record<'users' | 'orders', Endpoint>>,
  passwords: LocalPasswords,
): Topology {
  const login = (user: keyof LocalPasswords): Login => ({
    user,
    auth: { kind: 'password', password: passwords[user] },
  });
  const cluster = (name: 'users' | 'orders'): Cluster => ({
    name,
    writer: endpoints[name],
    reader: endpoints[name],
    database: name,
    tls: false,
    gateway: login('gateway'),
    admin: login('postgres'),
  });
  return { hub: cluster('users'), others: [{ ...cluster('orders'), hop: login('fdw_reader') }] };
}
