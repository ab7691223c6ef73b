import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import { Bootstrap } from './compute/bootstrap.ts';
import { GatewayService } from './compute/gateway-service.ts';
import { HopRenewal } from './compute/hop-renewal.ts';
import {
  bootstrapScript,
  healthCheck,
  masterVariable,
  renewScript,
  servedVariable,
  serveScript,
  topologyVariable,
} from './compute/scripts.ts';
import { hubVariables, serveVariables } from './compute/serve-variables.ts';
import { topologyJson } from './compute/topology.ts';
import type { ClusterConfig, Config } from './config/config.ts';
import type { AuroraCluster } from './database/aurora-cluster.ts';
import type { Cache } from './database/cache.ts';
import type { ClusterProxy } from './database/cluster-proxy.ts';
import { mayConnect } from './database/database-login.ts';
import { databaseUsers } from './database/database-users.ts';
import { Edge } from './edge/edge.ts';
import type { Place } from './network/place.ts';
import type { SecurityGroups } from './network/security-groups.ts';
import { gatewayPort } from './network/security-rules.ts';
import type { Account } from './operations/account.ts';
import type { Statement } from './operations/policy.ts';
import { migrateCommand } from './outputs.ts';

/** A cluster of the stack, with the proxy before it where there is one. */
export type StackCluster = {
  readonly config: ClusterConfig;
  readonly cluster: AuroraCluster;
  readonly proxy: ClusterProxy | undefined;
};

/** What running the image depends on. */
export type RunGatewayArgs = {
  readonly config: Config;
  readonly account: Account;
  readonly image: string;
  readonly keyArn: pulumi.Input<string>;
  readonly place: Place;
  readonly groups: SecurityGroups;
  readonly clusters: readonly StackCluster[];
  readonly cache: Cache | undefined;
  /** Rules and endpoints, which everything that starts needs. */
  readonly reachable: readonly pulumi.Resource[];
  readonly provider: aws.Provider;
};

/**
 * Everything that runs the gateway's image: the bootstrap, then the renewal of the hop and the service behind its load
 * balancer. Each gets a role that may do its own work and no other's.
 */
export function runGateway(args: RunGatewayArgs) {
  const { config, account, place, groups, clusters, provider } = args;
  const ecs = new aws.ecs.Cluster(
    'gateway',
    {
      name: `${config.project}-${config.stack}`,
      settings: [{ name: 'containerInsights', value: 'enhanced' }],
    },
    { provider },
  );
  const direct = clusters.map(({ config: { name, database }, cluster }) => ({
    name,
    database,
    writer: cluster.endpoint,
    reader: cluster.readerEndpoint,
  }));
  const common = { config, account, image: args.image, keyArn: args.keyArn };
  const hops = clusters
    .filter(({ config: { name } }) => config.foreignServers.some(({ to }) => to === name))
    .map(({ cluster }) => ({ resourceId: cluster.resourceId, user: databaseUsers.hop }));
  const renewers = clusters
    .filter(({ config: { name } }) => name === config.hub)
    .map(({ cluster }) => ({ resourceId: cluster.resourceId, user: databaseUsers.renewer }));
  const queries = clusters.map(({ cluster }) => ({ resourceId: cluster.resourceId, user: databaseUsers.gateway }));
  // Signing in at the hub to renew, and what is signed there: the hop's own token.
  const renewing = mayConnect(account, [...renewers, ...hops]);

  const bootstrap = new Bootstrap(
    'bootstrap',
    {
      task: {
        ...common,
        script: bootstrapScript(config.gateway.max),
        environment: { [topologyVariable]: topologyJson(config, direct), ...hubVariables(config.gateway) },
        secrets: Object.fromEntries(
          clusters.map(({ config: { name }, cluster }) => [masterVariable(name), cluster.masterSecretArn]),
        ),
        // Whoever renews and whoever queries signs in once, to be examined.
        rights: [renewing, mayConnect(account, queries)],
      },
      cluster: ecs,
      place,
      securityGroupId: groups.id('migrate'),
      after: [
        ...args.reachable,
        ...clusters.flatMap(({ cluster }) => cluster.instances.map(({ instance }) => instance)),
      ],
    },
    { provider },
  );
  const renewal = new HopRenewal(
    'hop-renewal',
    {
      task: {
        ...common,
        script: renewScript(),
        environment: { [topologyVariable]: topologyJson(config, direct) },
        rights: [renewing],
      },
      cluster: ecs,
      place,
      securityGroupId: groups.id('renewal'),
      after: [bootstrap.done],
    },
    { provider },
  );
  const edge = new Edge(
    'edge',
    { config, account, place, securityGroupId: groups.id('alb'), keyArn: args.keyArn },
    { provider },
  );
  const service = new GatewayService(
    'service',
    {
      task: {
        ...common,
        script: serveScript(),
        port: gatewayPort,
        healthCheck,
        environment: {
          ...serveVariables(config.gateway),
          [servedVariable]: topologyJson(config, clusters.map(reachOf)),
        },
        rights: gatewayRights(args),
      },
      cluster: ecs,
      place,
      securityGroupId: groups.id('gateway'),
      edge,
      after: [bootstrap.done, ...args.reachable],
    },
    { provider },
  );
  return {
    running: { clusterName: ecs.name, service, edge, renewal },
    outputs: {
      gatewayUrl: edge.url,
      albDnsName: edge.balancer.dnsName,
      serviceName: service.serviceName,
      clusterName: ecs.name,
      migrateCommand: migrateCommand(
        config,
        ecs.name,
        bootstrap.task.family,
        place.privateSubnetIds,
        groups.id('migrate'),
      ),
    },
  };
}

/** Where the gateway finds a cluster: its proxy, where it has one. */
function reachOf({ config: { name, database }, cluster, proxy }: StackCluster) {
  return {
    name,
    database,
    writer: proxy?.endpoint ?? cluster.endpoint,
    reader: proxy?.readerEndpoint ?? cluster.readerEndpoint,
  };
}

function gatewayRights({ account, clusters, cache, config }: RunGatewayArgs): readonly Statement[] {
  const logins = clusters.map(({ cluster, proxy }) => ({
    resourceId: proxy?.resourceId ?? cluster.resourceId,
    user: databaseUsers.gateway,
  }));
  return [
    mayConnect(account, logins),
    ...(cache === undefined
      ? []
      : [{ Effect: 'Allow', Action: ['elasticache:Connect'], Resource: cache.arns } as const]),
    ...(config.gateway.execute ? [shellRights] : []),
  ];
}

/** What `aws ecs execute-command` needs of the task; these actions know no resources. */
const shellRights: Statement = {
  Effect: 'Allow',
  Action: [
    'ssmmessages:CreateControlChannel',
    'ssmmessages:CreateDataChannel',
    'ssmmessages:OpenControlChannel',
    'ssmmessages:OpenDataChannel',
  ],
  Resource: '*',
};
