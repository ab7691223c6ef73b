import type { Cluster } from '../../topology/topology.ts';
import type { Check } from '../check.ts';
import { type Finding, ok, warning } from '../finding.ts';
import { entriesOf } from '../places.ts';

/** What the topology says; that it can be read at all is known by now. */
export const topologyCheck: Check = {
  name: 'topology',
  title: 'Topology',
  async run({ clusters, topology }) {
    return clusters.flatMap((cluster) => [
      ok(cluster.name, describe(cluster, cluster === topology.hub)),
      ...plainText(cluster),
      ...passwords(cluster),
    ]);
  },
};

function describe(cluster: Cluster, isHub: boolean): string {
  const logins = new Set(entriesOf(cluster).map(({ purpose }) => purpose));
  const admin = cluster.admin === undefined ? '; without an admin it is served, not administered' : '';
  return `${isHub ? 'the hub' : 'behind the hub'}, with the logins ${[...logins].join(', ')}${admin}`;
}

const loopback = /^(localhost$|127\.|::1$)/;

function plainText({ name, tls, writer, reader }: Cluster): readonly Finding[] {
  const local = [writer, reader].every((endpoint) => loopback.test((endpoint.via ?? endpoint).host));
  if (tls !== false || local) return [];
  const advice = 'Set its tls to {"ca": "rds"}, or to a CA file: whoever is on the way reads rows and passwords.';
  return [warning(name, 'is reached in plain text', advice)];
}

function passwords(cluster: Cluster): readonly Finding[] {
  const users = new Set(
    entriesOf(cluster).flatMap(({ login }) => (login.auth.kind === 'password' ? [login.user] : [])),
  );
  const advice = 'Let them sign in with IAM (docs/iam.md): a password lives until somebody changes it.';
  return users.size === 0 ? [] : [warning(cluster.name, `${[...users].join(', ')} sign in with a password`, advice)];
}
