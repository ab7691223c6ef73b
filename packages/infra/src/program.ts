import type * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { Images } from './compute/images.ts';
import type { Config } from './config/config.ts';
import { AuroraCluster } from './database/aurora-cluster.ts';
import { Cache } from './database/cache.ts';
import { ClusterProxy } from './database/cluster-proxy.ts';
import { MonitoringRole } from './database/monitoring-role.ts';
import { Monitoring } from './monitoring/monitoring.ts';
import { Endpoints } from './network/endpoints.ts';
import { findNetwork } from './network/find-network.ts';
import { Network } from './network/network.ts';
import type { Place } from './network/place.ts';
import { SecurityGroups, SecurityRules } from './network/security-groups.ts';
import { clusterGroup, isSecured, postgresPort, securityRules } from './network/security-rules.ts';
import { type Account, createProvider, readAccount } from './operations/account.ts';
import { Bastion } from './operations/bastion.ts';
import { Keys } from './operations/keys.ts';
import { clusterCommands, gatewayTunnel, startCommand } from './outputs.ts';
import { runGateway } from './run-gateway.ts';

/** Everything that a stack is made of, in the order in which it comes to stand. Gives the stack's outputs. */
export async function deploy(config: Config) {
  const provider = createProvider(config);
  const account = await readAccount(provider, config.region);
  const found =
    config.vpc.kind === 'existing'
      ? await findNetwork({ project: config.project, vpc: config.vpc, routeTables: config.endpoints, provider })
      : undefined;
  const own = { provider };

  const { arn: keyArn } = new Keys('keys', { config, account }, own);
  const place = found ?? createNetwork(config, account, keyArn, own);
  const groups = new SecurityGroups('security-groups', { config, place }, own);
  const endpoints =
    found === undefined || config.endpoints ? new Endpoints('endpoints', { config, place, groups }, own) : undefined;
  const s3PrefixListId = endpoints?.s3PrefixListId;
  const rules = new SecurityRules(
    'security-rules',
    { rules: securityRules(config), groups, place, s3PrefixListId },
    own,
  );
  const reachable = [...rules.all, ...(endpoints?.all ?? [])];

  const isMonitored = config.clusters.some(({ monitoringInterval }) => monitoringInterval > 0);
  const monitoringRoleArn = isMonitored ? new MonitoringRole('rds-monitoring', { account }, own).arn : undefined;
  const clusters = config.clusters.map((cluster) => {
    const securityGroupId = groups.id(clusterGroup(cluster.name));
    const subnetIds = place.privateSubnetIds;
    const made = new AuroraCluster(
      cluster.name,
      { config, cluster, subnetIds, securityGroupId, keyArn, monitoringRoleArn },
      own,
    );
    const proxyArgs = { account, cluster: made, subnetIds };
    const proxy = config.proxy
      ? new ClusterProxy(`${cluster.name}-proxy`, { ...proxyArgs, securityGroupId: groups.id('proxy') }, own)
      : undefined;
    return { config: cluster, cluster: made, proxy };
  });
  const cache = config.cache
    ? new Cache(
        'cache',
        { config, keyArn, subnetIds: place.privateSubnetIds, securityGroupId: groups.id('cache') },
        own,
      )
    : undefined;
  const images = new Images('images', { config, keyArn }, own);
  const { image } = config.gateway;
  const gateway =
    image === undefined
      ? undefined
      : runGateway({ config, account, image, keyArn, place, groups, clusters, cache, reachable, provider });
  const bastion = config.bastion.enabled
    ? new Bastion(
        'bastion',
        {
          account,
          keyArn,
          subnetId: place.privateSubnetIds[0] ?? '',
          securityGroupId: groups.id('bastion'),
          logins: clusters.map(({ cluster }) => ({ resourceId: cluster.resourceId, user: config.bastion.user })),
          stopAt: config.bastion.stopAt,
          after: reachable,
        },
        own,
      )
    : undefined;
  const monitoring = new Monitoring(
    'monitoring',
    { config, account, keyArn, clusters, gateway: gateway?.running },
    own,
  );

  return {
    region: config.region,
    vpcId: place.vpcId,
    clusters: Object.fromEntries(
      clusters.map(({ config: { name, database }, cluster }) => [
        name,
        {
          endpoint: cluster.endpoint,
          readerEndpoint: cluster.readerEndpoint,
          ...(cluster.analyticsEndpoint === undefined ? {} : { analyticsEndpoint: cluster.analyticsEndpoint }),
          port: postgresPort,
          database,
          resourceId: cluster.resourceId,
          securityGroupId: groups.id(clusterGroup(name)),
          masterSecretArn: cluster.masterSecretArn,
        },
      ]),
    ),
    ecrRepositoryUrl: images.url,
    alarmTopicArn: monitoring.topicArn,
    dashboardUrl: pulumi.interpolate`https://${config.region}.console.aws.amazon.com/cloudwatch/home?region=${config.region}#dashboards/dashboard/${monitoring.dashboardName}`,
    ...(gateway === undefined ? {} : gateway.outputs),
    ...(cache === undefined ? {} : { cacheAddress: cache.address }),
    ...(bastion === undefined
      ? {}
      : {
          bastionInstanceId: bastion.instanceId,
          bastionStart: startCommand(config, bastion.instanceId),
          ...(gateway === undefined
            ? {}
            : {
                gatewayTunnel: gatewayTunnel(
                  config,
                  gateway.outputs.albDnsName,
                  isSecured(config.gateway) ? 443 : 80,
                  bastion.instanceId,
                ),
              }),
          commands: Object.fromEntries(
            clusters.map(({ config: { name, database }, cluster }) => [
              name,
              clusterCommands(config, cluster, database, bastion.instanceId),
            ]),
          ),
        }),
  };
}

function createNetwork(
  config: Config,
  account: Account,
  keyArn: pulumi.Input<string>,
  options: { readonly provider: aws.Provider },
): Place {
  if (config.vpc.kind === 'existing') throw new Error('This network exists: it is found, not made.');
  const { cidr, zones, nat } = config.vpc;
  const { logRetentionDays, environment } = config;
  const retainLogs = environment === 'prod';
  return new Network('network', { cidr, zones, nat, account, keyArn, logRetentionDays, retainLogs }, options);
}
