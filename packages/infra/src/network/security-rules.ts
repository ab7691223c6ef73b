import type { Config } from '../config/config.ts';

/** The port of PostgreSQL, on clusters and proxies. */
export const postgresPort = 5432;
/** The port of the gateway's tasks. */
export const gatewayPort = 4000;
/** The port of Valkey. */
export const cachePort = 6379;
const httpsPort = 443;
const httpPort = 80;

/** The security group of a cluster. */
export const clusterGroup = (cluster: string) => `cluster-${cluster}`;

/** Who is at the other end of a rule: a group, some ranges, AWS's services, or S3 by its own list of addresses. */
export type Peer =
  | { readonly kind: 'group'; readonly group: string }
  | { readonly kind: 'cidr'; readonly cidr: string }
  /** The network's own range, known once it stands. */
  | { readonly kind: 'network' }
  | { readonly kind: 's3' };

/** Lets one port through in one direction, between one group and one peer. */
export type SecurityRule = {
  readonly group: string;
  readonly direction: 'ingress' | 'egress';
  readonly peer: Peer;
  readonly port: number;
  /** Shown beside the rule; AWS takes no apostrophe in it, nor anything beyond ASCII. */
  readonly description: string;
};

/** The groups that a stack has. */
export function securityGroups(config: Config): readonly string[] {
  return [
    ...config.clusters.map(({ name }) => clusterGroup(name)),
    ...(config.endpoints ? ['endpoints'] : []),
    ...(config.gateway.image === undefined ? [] : ['alb', 'gateway', 'migrate', 'renewal']),
    ...(config.bastion.enabled ? ['bastion'] : []),
    ...(config.proxy ? ['proxy'] : []),
    ...(config.cache ? ['cache'] : []),
  ];
}

/**
 * Every connection that is allowed, and no other: what stands here is the whole of what may speak to what. A cluster reaches
 * another only where a foreign server leads.
 */
export function securityRules(config: Config): readonly SecurityRule[] {
  const groups = securityGroups(config);
  const connect = (from: string, to: string, port: number, what: string): readonly SecurityRule[] =>
    groups.includes(from) && groups.includes(to)
      ? [
          {
            group: from,
            direction: 'egress',
            peer: { kind: 'group', group: to },
            port,
            description: `${what}: to ${to}`,
          },
          {
            group: to,
            direction: 'ingress',
            peer: { kind: 'group', group: from },
            port,
            description: `${what}: from ${from}`,
          },
        ]
      : [];
  const clusters = config.clusters.map(({ name }) => clusterGroup(name));
  const toClusters = (from: string, what: string) => clusters.flatMap((to) => connect(from, to, postgresPort, what));
  return [
    ...(groups.includes('alb') ? callers(config) : []),
    ...connect('alb', 'gateway', gatewayPort, 'GraphQL and health'),
    ...(config.proxy
      ? [...connect('gateway', 'proxy', postgresPort, 'queries'), ...toClusters('proxy', 'pooled queries')]
      : toClusters('gateway', 'queries')),
    ...connect('gateway', 'cache', cachePort, 'cache'),
    ...toClusters('migrate', 'migrations and foreign servers'),
    ...connect('renewal', clusterGroup(config.hub), postgresPort, 'renewal of tokens for the hop'),
    ...toClusters('bastion', 'tunnels of operators'),
    ...connect('bastion', 'alb', isSecured(config.gateway) ? httpsPort : httpPort, 'tunnels of operators'),
    ...config.foreignServers.flatMap(({ from, to }) =>
      connect(clusterGroup(from), clusterGroup(to), postgresPort, 'hop of postgres_fdw'),
    ),
    ...['gateway', 'migrate', 'renewal', 'bastion']
      .filter((group) => groups.includes(group))
      .flatMap((group) => services(config, group, connect)),
  ];
}

function callers({ allowedCidrs, gateway }: Config): readonly SecurityRule[] {
  const peers: readonly Peer[] =
    allowedCidrs.length === 0 ? [{ kind: 'network' }] : allowedCidrs.map((cidr) => ({ kind: 'cidr', cidr }));
  const ports = isSecured(gateway) ? [httpsPort, httpPort] : [httpPort];
  return peers.flatMap((peer) =>
    ports.map(
      (port) => ({ group: 'alb', direction: 'ingress', peer, port, description: 'callers of the gateway' }) as const,
    ),
  );
}

/** Whether the gateway is served over TLS: it then has a certificate, given or made. */
export function isSecured({ certificateArn, zoneId }: Config['gateway']): boolean {
  return certificateArn !== undefined || zoneId !== undefined;
}

/** Images, logs, secrets and sessions of operators: through the stack's own endpoints, or by the network's way out. */
function services(
  { endpoints }: Config,
  group: string,
  connect: (from: string, to: string, port: number, what: string) => readonly SecurityRule[],
): readonly SecurityRule[] {
  const out = (peer: Peer, description: string): SecurityRule => ({
    group,
    direction: 'egress',
    peer,
    port: httpsPort,
    description,
  });
  return endpoints
    ? [
        ...connect(group, 'endpoints', httpsPort, 'services of AWS'),
        out({ kind: 's3' }, 'layers of images and packages'),
      ]
    : [out({ kind: 'cidr', cidr: '0.0.0.0/0' }, 'services of AWS, by the way out of the network')];
}
