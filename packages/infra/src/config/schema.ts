import { z } from 'zod';
import { fargateCpus } from '../compute/fargate-sizes.ts';
import { ecrImage } from '../compute/repository-arn.ts';
import { cidr, listOf, object, oneOf, pattern, text, whole, yesOrNo } from './values.ts';

/** Days that CloudWatch Logs keeps log lines: it takes these numbers only. */
const retentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const unit = z
  .number({ error: 'write Aurora capacity units: a number such as 0.5 or 2' })
  .multipleOf(0.5, { error: 'capacity units come in halves: write a number such as 0.5 or 2' })
  .min(0, { error: 'write 0 or more capacity units' })
  .max(256, { error: 'Aurora offers 256 capacity units at most: write fewer' });

const capacity = object({
  serverless: object({
    min: unit,
    max: unit.min(1, { error: 'Aurora wants a maximum of 1 capacity unit or more' }),
    pauseAfter: whole(300, 86_400, 'the seconds without a session before a pause').optional(),
  }).optional(),
  instanceClass: pattern(
    /^db\.(?!serverless$)[a-z0-9]+\.(medium|large|\d*xlarge)$/,
    'write an instance class such as db.r8g.large; for Serverless v2 write capacity.serverless instead',
  ).optional(),
});

const reservedDatabases = /^(?!(postgres|template\d*|rdsadmin)$)[a-z_][a-z0-9_]{0,62}$/;

const cluster = object({
  engineVersion: pattern(/^\d+\.\d+$/, 'write a full version in quotes, such as "17.9"').default('17.9'),
  database: pattern(
    reservedDatabases,
    'write a name of small letters, digits and underscores; postgres, template0, template1 and rdsadmin are taken',
  ).optional(),
  capacity: capacity.optional(),
  readers: whole(0, 15, 'the number of readers').optional(),
  analyticsReader: yesOrNo('whether one more reader serves analysis alone').default(false),
  readerAutoscaling: object({
    max: whole(1, 15, 'the most readers, those of `readers` included'),
    cpu: whole(10, 95, "the readers' wanted CPU use in percent"),
    connections: whole(1, 5000, 'the wanted sessions of each reader').optional(),
  }).optional(),
  backupDays: whole(1, 35, 'the days that backups are kept').default(7),
  storage: oneOf(['standard', 'io'], 'the storage').default('standard'),
  insights: oneOf(['standard', 'advanced'], 'the Database Insights mode').default('standard'),
  monitoringInterval: oneOf([0, 1, 5, 10, 15, 30, 60], 'the seconds between two readings of the system').default(60),
  deletionProtection: yesOrNo('whether AWS refuses to delete the cluster').optional(),
  slowQueryMs: whole(-1, 2_147_483_647, 'the milliseconds from which a statement is logged, -1 for none').default(500),
});

const clusterName = pattern(
  /^(?!public$)[a-z][a-z0-9]{1,20}$/,
  'the name is given to databases and schemas: write a small letter, then 1 to 20 small letters or digits, not "public"',
);

const foreignServer = object({
  from: text('write the name of the cluster that reads'),
  to: text('write the name of the cluster that is read'),
  via: oneOf(['reader', 'writer'], 'the endpoint that is read').default('reader'),
});

const subnetId = pattern(/^subnet-[0-9a-f]{8,17}$/, 'write the id of a subnet, such as subnet-0123456789abcdef0');

/** The value of a tag: RDS takes these characters, other services more. */
const tagValue = (advice: string) =>
  pattern(
    /^[\p{L}\p{N} _.:/=+@-]{0,256}$/u,
    `${advice} in quotes: at most 256 letters, digits, spaces and _ . : / = + - @`,
  );

/** Each key of the configuration with its form and its default. Defaults that depend on the environment are set later. */
export const schema = {
  environment: oneOf(['dev', 'staging', 'prod'], 'what the stack is for').optional(),
  accountId: pattern(/^\d{12}$/, "write the AWS account's 12 digits").optional(),
  owner: tagValue('write who answers for this stack').optional(),
  costCentre: tagValue('write who pays for this stack').optional(),
  allowDestroy: yesOrNo('whether clusters of prod may stand without protection').default(false),
  vpc: object({
    id: pattern(/^vpc-[0-9a-f]{8,17}$/, 'write the id of a network, such as vpc-0123456789abcdef0').optional(),
    privateSubnetIds: listOf(subnetId, 'write a list of subnet ids').default([]),
    publicSubnetIds: listOf(subnetId, 'write a list of subnet ids').default([]),
    create: object({
      cidr: cidr.default('10.20.0.0/16'),
      azs: oneOf([2, 3], 'the number of availability zones').default(2),
      nat: oneOf(['none', 'one', 'perAz'], 'the NAT gateways').default('none'),
    }).optional(),
    endpoints: oneOf(['auto', 'all', 'none'], 'the interface endpoints').default('auto'),
  }).prefault({}),
  allowedCidrs: listOf(cidr, 'write a list of IPv4 ranges').default([]),
  clusters: z
    .record(clusterName, cluster, { error: 'write an object: a cluster by each name' })
    .prefault({ users: {}, orders: {} }),
  foreignServers: z
    .tuple([foreignServer], foreignServer, { error: 'write a list of one foreign server or more, each {from, to}' })
    .prefault([{ from: 'users', to: 'orders' }]),
  fdwRefreshMinutes: whole(1, 10, "the minutes between two renewals of the hop's token, which lives 15").default(5),
  gateway: object({
    image: pattern(
      ecrImage,
      'write an image in ECR by digest, <account>.dkr.ecr.<region>.amazonaws.com/<repository>@sha256:<64 hex digits>: a tag such as latest may change under a running service, and tasks reach no other registry',
    ).optional(),
    cpu: oneOf(fargateCpus, "Fargate's CPU units").default(512),
    memory: whole(512, 122_880, 'the MiB of memory').default(1024),
    min: whole(1, 1000, 'the fewest tasks').optional(),
    max: whole(1, 1000, 'the most tasks').optional(),
    public: yesOrNo('whether the load balancer faces the internet').default(false),
    domain: pattern(/^([a-z0-9-]+\.)+[a-z]{2,}$/, 'write a host name such as graphql.example.com').optional(),
    zoneId: pattern(/^Z[A-Z0-9]{5,31}$/, 'write the id of a Route 53 zone').optional(),
    certificateArn: pattern(
      /^arn:aws[\w-]*:acm:[\w-]+:\d{12}:certificate\/.+$/,
      'write the ARN of an ACM certificate',
    ).optional(),
    waf: yesOrNo('whether AWS WAF stands in front').optional(),
    dbPool: whole(1, 500, "the sessions of a task's pool").default(10),
    execute: yesOrNo('whether operators may open a shell in a task').default(false),
    settings: z
      .record(
        pattern(
          /^(?!(TOPOLOGY|TOPOLOGY_JSON|HOST|PORT|CONFIG)$)[A-Z][A-Z0-9_]*$/,
          'write a variable of `causeway serve` without CAUSEWAY_, such as TOKEN_ISSUER; the topology and where it listens are set here',
        ),
        z.union([z.string(), z.number(), z.boolean(), z.array(z.unknown()), z.record(z.string(), z.unknown())], {
          error: 'write the value of that variable: text, a number, true or false, a list or an object',
        }),
        { error: 'write an object: a value by each variable of `causeway serve`' },
      )
      .default({}),
  }).prefault({}),
  bastion: object({
    enabled: yesOrNo('whether a host for tunnels stands').optional(),
    user: pattern(/^[a-z_][a-z0-9_]{0,62}$/, 'write the database user that operators sign in as').default('gateway'),
    stopAt: pattern(
      /^([01]\d|2[0-3]):[0-5]\d$/,
      'write when it stops each day, in UTC and in quotes, such as "19:00"',
    ).optional(),
  }).prefault({}),
  proxy: object({ enabled: yesOrNo('whether RDS Proxy stands before the clusters') }).default({ enabled: false }),
  cache: object({ enabled: yesOrNo('whether a Valkey cache stands') }).default({ enabled: false }),
  alarms: object({
    email: listOf(z.email({ error: 'write an e-mail address' }), 'write a list of e-mail addresses').default([]),
    topics: listOf(
      pattern(/^arn:aws[\w-]*:sns:[\w-]+:\d{12}:[\w-]+$/, 'write the ARN of an SNS topic'),
      'write a list of ARNs of SNS topics',
    ).default([]),
    slack: object({
      workspace: pattern(/^T[A-Z0-9]{8,12}$/, 'write the id of the Slack workspace, such as T07EA123LEP'),
      channel: pattern(/^[CG][A-Z0-9]{8,12}$/, 'write the id of the Slack channel, such as C07EZ1ABC23'),
    }).optional(),
  }).prefault({}),
  budget: object({ monthlyUsd: whole(1, 10_000_000, "the month's budget in US dollars").optional() }).prefault({}),
  logRetentionDays: oneOf(retentionDays, 'the days that log lines are kept').optional(),
  tags: z
    .record(
      pattern(
        /^(?!aws:)(?!(project|stack|managedby|owner|costcentre)$)[\p{L}\p{N} _.:/=+@-]{1,128}$/iu,
        'write a tag of 1 to 128 letters, digits, spaces and _ . : / = + - @ that does not begin with aws:, and is none of those that this program sets: Project, Stack, ManagedBy, Owner, CostCentre',
      ),
      tagValue("write a tag's value"),
      { error: 'write an object: a value by each tag' },
    )
    .default({}),
} as const;

/** The configuration as written, its defaults filled in; undefined where a key's value cannot be used. */
export type Parts = { readonly [Key in keyof typeof schema]?: z.output<(typeof schema)[Key]> | undefined } & {
  /** The names of all clusters, those with faults included. */
  readonly clusterNames?: readonly string[] | undefined;
};

/** All keys at once, for values that are known to be right. */
export const wholeSchema = z.strictObject(schema);

/** The whole configuration as written, its defaults filled in. */
export type WholeConfig = z.output<typeof wholeSchema>;

/** One cluster as written. */
export type ClusterPart = z.output<typeof cluster>;
