import * as pulumi from '@pulumi/pulumi';
import type { Config } from './config/config.ts';
import type { AuroraCluster } from './database/aurora-cluster.ts';
import { postgresPort } from './network/security-rules.ts';

/** The port on the operator's machine that a tunnel ends at. */
const localPort = 15_432;

/** What to type to reach one cluster through the bastion. */
export type ClusterCommands = {
  readonly shell: pulumi.Output<string>;
  readonly tunnel: pulumi.Output<string>;
  readonly psql: pulumi.Output<string>;
};

/**
 * Commands for an operator's terminal. The token is signed for the cluster's own name and port, though psql connects to the
 * tunnel's end: `hostaddr` says where to connect, `host` what to verify.
 */
export function clusterCommands(
  { region, bastion }: Config,
  cluster: AuroraCluster,
  database: string,
  bastionId: pulumi.Input<string>,
): ClusterCommands {
  const session = pulumi.interpolate`aws ssm start-session --region ${region} --target ${bastionId}`;
  const parameters = pulumi.jsonStringify({
    host: [cluster.endpoint],
    portNumber: [String(postgresPort)],
    localPortNumber: [String(localPort)],
  });
  return {
    shell: session,
    tunnel: forward(session, parameters),
    psql: pulumi.interpolate`PGPASSWORD="$(aws rds generate-db-auth-token --region ${region} --hostname ${cluster.endpoint} --port ${postgresPort} --username ${bastion.user})" psql "host=${cluster.endpoint} hostaddr=127.0.0.1 port=${localPort} dbname=${database} user=${bastion.user} sslmode=verify-full sslrootcert=global-bundle.pem"`,
  };
}

/** The port on the operator's machine that a tunnel to the gateway ends at. */
const localGatewayPort = 14_000;

/** What to type to reach an internal load balancer from outside its network, at localhost. */
export function gatewayTunnel(
  { region }: Config,
  dnsName: pulumi.Input<string>,
  port: number,
  bastionId: pulumi.Input<string>,
): pulumi.Output<string> {
  const session = pulumi.interpolate`aws ssm start-session --region ${region} --target ${bastionId}`;
  const parameters = pulumi.jsonStringify({
    host: [dnsName],
    portNumber: [String(port)],
    localPortNumber: [String(localGatewayPort)],
  });
  return forward(session, parameters);
}

/** What to type to start the bastion where it has been stopped; sessions reach it a minute later. */
export function startCommand({ region }: Config, bastionId: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.interpolate`aws ec2 start-instances --region ${region} --instance-ids ${bastionId}`;
}

function forward(session: pulumi.Input<string>, parameters: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.interpolate`${session} --document-name AWS-StartPortForwardingSessionToRemoteHost --parameters '${parameters}'`;
}

/** What to type to run the bootstrap's task by hand. */
export function migrateCommand(
  { region }: Config,
  clusterName: pulumi.Input<string>,
  family: string,
  subnets: readonly pulumi.Input<string>[],
  securityGroupId: pulumi.Input<string>,
): pulumi.Output<string> {
  const network = pulumi.jsonStringify({
    awsvpcConfiguration: { subnets: [...subnets], securityGroups: [securityGroupId], assignPublicIp: 'DISABLED' },
  });
  return pulumi.interpolate`aws ecs run-task --region ${region} --cluster ${clusterName} --task-definition ${family} --launch-type FARGATE --network-configuration '${network}'`;
}
