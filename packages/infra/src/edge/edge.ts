import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Config } from '../config/config.ts';
import type { Place } from '../network/place.ts';
import { gatewayPort } from '../network/security-rules.ts';
import type { Account } from '../operations/account.ts';
import { AccessLogs } from './access-logs.ts';
import { Certificate } from './certificate.ts';
import { Firewall } from './firewall.ts';

/** What the edge depends on. */
export type EdgeArgs = {
  readonly config: Config;
  readonly account: Account;
  readonly place: Place;
  readonly securityGroupId: pulumi.Input<string>;
  readonly keyArn: pulumi.Input<string>;
};

/** The load balancer, inside the network or before the internet, with TLS, a firewall and a name where they are wanted. */
export class Edge extends pulumi.ComponentResource {
  readonly balancer: aws.lb.LoadBalancer;
  readonly targetGroup: aws.lb.TargetGroup;
  readonly url: pulumi.Output<string>;
  /** What the service waits for: a target group may be used once a listener has it. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: EdgeArgs, options: pulumi.ComponentResourceOptions) {
    super('causeway:infra:Edge', name, {}, options);
    const own = { parent: this };
    const { config, place } = args;
    const { gateway } = config;
    const prod = config.environment === 'prod';
    const logs = new AccessLogs(`${name}-logs`, args, own);
    this.balancer = new aws.lb.LoadBalancer(
      name,
      {
        loadBalancerType: 'application',
        internal: !gateway.public,
        securityGroups: [args.securityGroupId],
        subnets: [...(gateway.public ? place.publicSubnetIds : place.privateSubnetIds)],
        dropInvalidHeaderFields: true,
        enableDeletionProtection: prod,
        idleTimeout: 60,
        accessLogs: { bucket: logs.bucket, enabled: true },
      },
      { parent: this, protect: prod, dependsOn: [...logs.ready] },
    );
    this.targetGroup = new aws.lb.TargetGroup(
      name,
      {
        vpcId: place.vpcId,
        targetType: 'ip',
        protocol: 'HTTP',
        port: gatewayPort,
        // Requests that a stopping task still has may end.
        deregistrationDelay: 30,
        healthCheck: {
          path: '/health',
          matcher: '200',
          interval: 10,
          timeout: 5,
          healthyThreshold: 2,
          unhealthyThreshold: 3,
        },
      },
      own,
    );
    const certificateArn = certificateOf(name, gateway, own);
    this.ready = certificateArn === undefined ? [this.plainListener(name)] : this.tlsListeners(name, certificateArn);
    if (gateway.waf) {
      new Firewall(`${name}-firewall`, { ...args, balancerArn: this.balancer.arn }, own);
    }
    if (gateway.domain !== undefined && gateway.zoneId !== undefined) {
      const alias = { name: this.balancer.dnsName, zoneId: this.balancer.zoneId, evaluateTargetHealth: true };
      new aws.route53.Record(name, { zoneId: gateway.zoneId, name: gateway.domain, type: 'A', aliases: [alias] }, own);
    }
    const scheme = certificateArn === undefined ? 'http' : 'https';
    this.url = pulumi.interpolate`${scheme}://${gateway.domain ?? this.balancer.dnsName}/graphql`;
    this.registerOutputs({ url: this.url });
  }

  private tlsListeners(name: string, certificateArn: pulumi.Input<string>): readonly pulumi.Resource[] {
    const https = new aws.lb.Listener(
      `${name}-https`,
      {
        loadBalancerArn: this.balancer.arn,
        port: 443,
        protocol: 'HTTPS',
        sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
        certificateArn,
        defaultActions: [{ type: 'forward', targetGroupArn: this.targetGroup.arn }],
      },
      { parent: this },
    );
    const redirect = { protocol: 'HTTPS', port: '443', statusCode: 'HTTP_301' };
    const http = new aws.lb.Listener(
      `${name}-http`,
      {
        loadBalancerArn: this.balancer.arn,
        port: 80,
        protocol: 'HTTP',
        defaultActions: [{ type: 'redirect', redirect }],
      },
      { parent: this },
    );
    return [https, http];
  }

  /** Without a certificate, which only an internal gateway outside production may lack. */
  private plainListener(name: string): pulumi.Resource {
    return new aws.lb.Listener(
      `${name}-http`,
      {
        loadBalancerArn: this.balancer.arn,
        port: 80,
        protocol: 'HTTP',
        defaultActions: [{ type: 'forward', targetGroupArn: this.targetGroup.arn }],
      },
      { parent: this },
    );
  }
}

function certificateOf(
  name: string,
  { certificateArn, domain, zoneId }: Config['gateway'],
  options: pulumi.ComponentResourceOptions,
): pulumi.Input<string> | undefined {
  if (certificateArn !== undefined) return certificateArn;
  if (domain === undefined || zoneId === undefined) return undefined;
  return new Certificate(`${name}-certificate`, { domain, zoneId }, options).arn;
}
