import { fargateMemories } from '../compute/fargate-sizes.ts';
import { saysWhoMayAsk } from '../compute/serve-variables.ts';
import { majorOf } from '../database/engine-versions.ts';
import { contains, parseRange } from '../network/subnets.ts';
import { type Problem, problem } from './problem.ts';
import type { ClusterPart, Parts } from './schema.ts';
import { waysOut } from './ways-out.ts';

/** A rule between values. It is checked where every part that it names could be read. */
type Rule = (parts: Parts) => readonly Problem[];

/** Everything that must hold between values, beside the form of each. Returns every problem. */
export function checkRules(parts: Parts): readonly Problem[] {
  return rules.flatMap((rule) => rule(parts));
}

const rules: readonly Rule[] = [
  ({ vpc }) => (vpc === undefined ? [] : network(vpc)),
  ({ vpc, gateway }) => (vpc === undefined || gateway === undefined ? [] : publicNetwork(vpc, gateway)),
  ({ vpc, gateway }) => (vpc === undefined || gateway === undefined ? [] : waysOut(vpc, gateway)),
  ({ alarms }) =>
    alarms === undefined ? [] : [...twice('alarms.email', alarms.email), ...twice('alarms.topics', alarms.topics)],
  ({ allowedCidrs, gateway }) =>
    allowedCidrs === undefined || gateway === undefined ? [] : callers(allowedCidrs, gateway),
  ({ clusterNames }) => (clusterNames === undefined || clusterNames.length > 1 ? [] : [tooFewClusters(clusterNames)]),
  ({ clusters }) =>
    Object.entries(clusters ?? {}).flatMap(([name, cluster]) => clusterRule(`clusters.${name}`, cluster)),
  ({ clusterNames, foreignServers }) =>
    clusterNames === undefined || foreignServers === undefined ? [] : hops(clusterNames, foreignServers),
  ({ gateway }) => (gateway === undefined ? [] : service(gateway)),
  ({ tags }) => (tags === undefined || Object.keys(tags).length <= 40 ? [] : [tooManyTags(tags)]),
];

/** A list of names in which one stands again: two resources would have one name. */
function twice(key: string, names: readonly string[]): readonly Problem[] {
  const again = names.filter((name, index) => names.indexOf(name) !== index);
  return again.map((name) => problem(key, name, 'this stands here twice: write it once'));
}

type Part<Key extends keyof Parts> = NonNullable<Parts[Key]>;

function network({ id, create, privateSubnetIds, publicSubnetIds }: Part<'vpc'>): readonly Problem[] {
  if (id !== undefined && create !== undefined) {
    return [
      problem('vpc', { id, create }, 'a network is either given or created: write vpc.id or vpc.create, not both'),
    ];
  }
  if (id === undefined && create === undefined) {
    return [problem('vpc', undefined, 'write vpc.id for a network that exists, or vpc.create: {} for a new one')];
  }
  const given = [...privateSubnetIds, ...publicSubnetIds];
  const cidr = create === undefined ? undefined : parseRange(create.cidr);
  return [
    ...(create !== undefined && given.length > 0
      ? [problem('vpc.privateSubnetIds', given, 'a new network makes its own subnets: leave their ids out')]
      : []),
    ...twice('vpc.privateSubnetIds', given),
    ...(id !== undefined && privateSubnetIds.length === 1
      ? [problem('vpc.privateSubnetIds', privateSubnetIds, 'Aurora wants subnets in two zones: write two or more')]
      : []),
    ...(cidr !== undefined && (cidr.prefix < 16 || cidr.prefix > 20)
      ? [problem('vpc.create.cidr', create?.cidr, 'a network of this stack has a size of /16 to /20: write one')]
      : []),
    ...(cidr !== undefined && !privateRanges.some((range) => contains(range, cidr))
      ? [problem('vpc.create.cidr', create?.cidr, 'write a private range: part of 10/8, 172.16/12 or 192.168/16')]
      : []),
  ];
}

const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map(parseRange);

function publicNetwork(vpc: Part<'vpc'>, gateway: Part<'gateway'>): readonly Problem[] {
  if (vpc.id === undefined || !gateway.public || vpc.publicSubnetIds.length >= 2) return [];
  const advice = 'a load balancer that faces the internet needs public subnets in two zones: write two ids or more';
  return [problem('vpc.publicSubnetIds', vpc.publicSubnetIds, advice)];
}

function callers(cidrs: Part<'allowedCidrs'>, gateway: Part<'gateway'>): readonly Problem[] {
  const everyone = cidrs.filter((cidr) => cidr === '0.0.0.0/0');
  const wide = cidrs.filter((cidr) => cidr !== '0.0.0.0/0' && parseRange(cidr).prefix < 8);
  const guarded = gateway.public && gateway.waf !== false;
  const none = 'a public load balancer must know who may call: write the ranges, 0.0.0.0/0 for everyone';
  const open =
    'the whole internet may call only a public gateway behind WAF: set gateway.public, keep gateway.waf, or write ranges';
  return [
    ...(gateway.public && cidrs.length === 0 ? [problem('allowedCidrs', cidrs, none)] : []),
    ...twice('allowedCidrs', cidrs),
    ...everyone.filter(() => !guarded).map((cidr) => problem('allowedCidrs', cidr, open)),
    ...wide.map((cidr) => problem('allowedCidrs', cidr, 'wider than /8: write the ranges that you mean')),
  ];
}

function tooFewClusters(names: readonly string[]): Problem {
  return problem('clusters', names, 'a gateway joins two clusters or more: write each by its name');
}

function clusterRule(key: string, cluster: ClusterPart): readonly Problem[] {
  const { capacity, readers, readerAutoscaling, analyticsReader } = cluster;
  const readersAtMost = Math.max(readerAutoscaling?.max ?? 0, readers ?? 0) + (analyticsReader ? 1 : 0);
  return [
    ...(majorOf(cluster.engineVersion) < 15
      ? [
          problem(
            `${key}.engineVersion`,
            cluster.engineVersion,
            'versions before 15 lack what the hop needs: write 15 or newer',
          ),
        ]
      : []),
    ...(capacity === undefined ? [] : capacityRules(`${key}.capacity`, capacity)),
    ...(readersAtMost > 15
      ? [
          problem(
            `${key}.readers`,
            readersAtMost,
            'a cluster has 15 readers at most, autoscaled and analytics ones included: write fewer',
          ),
        ]
      : []),
    ...(readerAutoscaling !== undefined && readers === 0
      ? [
          problem(
            `${key}.readerAutoscaling`,
            readerAutoscaling,
            'autoscaling starts from a reader: set readers to 1 or more',
          ),
        ]
      : []),
    ...(readerAutoscaling !== undefined && readerAutoscaling.max < (readers ?? 1)
      ? [problem(`${key}.readerAutoscaling.max`, readerAutoscaling.max, 'less than readers: write that number or more')]
      : []),
  ];
}

function capacityRules(key: string, { serverless, instanceClass }: NonNullable<ClusterPart['capacity']>) {
  const advice = 'a cluster is either Serverless v2 or of a class: write capacity.serverless or capacity.instanceClass';
  if ((serverless === undefined) === (instanceClass === undefined)) {
    return [problem(key, { serverless, instanceClass }, advice)];
  }
  if (serverless === undefined) return [];
  const { min, max, pauseAfter } = serverless;
  return [
    ...(min > max ? [problem(`${key}.serverless.min`, min, `more than max (${max}): write ${max} or less`)] : []),
    ...(pauseAfter !== undefined && min > 0
      ? [
          problem(
            `${key}.serverless.pauseAfter`,
            pauseAfter,
            'only a cluster that may shrink to nothing pauses: set min to 0',
          ),
        ]
      : []),
  ];
}

function hops(clusters: readonly string[], servers: Part<'foreignServers'>): readonly Problem[] {
  const hub = servers[0].from;
  const known = `write one of: ${clusters.join(', ')}`;
  return servers.flatMap(({ from, to }, index) => {
    const key = `foreignServers.${index}`;
    const first = servers.findIndex((server) => server.to === to) === index;
    return [
      ...(clusters.includes(from) ? [] : [problem(`${key}.from`, from, `there is no such cluster: ${known}`)]),
      ...(clusters.includes(to) ? [] : [problem(`${key}.to`, to, `there is no such cluster: ${known}`)]),
      ...(from === to ? [problem(`${key}.to`, to, 'a cluster does not read itself: write another cluster')] : []),
      ...(first ? [] : [problem(`${key}.to`, to, 'this cluster has a foreign server already: remove one')]),
      ...(from === hub
        ? []
        : [problem(`${key}.from`, from, `one cluster is the hub and joins all others: write ${hub}`)]),
    ];
  });
}

function service({ cpu, memory, min, max, ...gateway }: Part<'gateway'>): readonly Problem[] {
  const memories = fargateMemories(cpu);
  const secured =
    gateway.certificateArn !== undefined || (gateway.domain !== undefined && gateway.zoneId !== undefined);
  const certificate =
    'write gateway.certificateArn, or gateway.domain and gateway.zoneId for a certificate that is made here';
  return [
    ...(memories.includes(memory)
      ? []
      : [
          problem(
            'gateway.memory',
            memory,
            `Fargate has no such size at ${cpu} units: write one of ${memories.join(', ')}`,
          ),
        ]),
    ...(min !== undefined && max !== undefined && min > max
      ? [problem('gateway.min', min, `more than gateway.max (${max}): write ${max} or less`)]
      : []),
    ...(gateway.public && !secured
      ? [problem('gateway.public', true, `the internet is served over TLS only: ${certificate}`)]
      : []),
    ...(gateway.public && !saysWhoMayAsk(gateway.settings)
      ? [
          problem(
            'gateway.settings',
            gateway.settings,
            'before the internet stands who may ask: write TOKEN_ISSUER, TOKEN_AUDIENCE and TOKEN_KEYS_URL, or OPEN_TO_EVERYBODY: true',
          ),
        ]
      : []),
    ...(gateway.zoneId !== undefined && gateway.domain === undefined
      ? [
          problem(
            'gateway.zoneId',
            gateway.zoneId,
            'a zone alone has no name for the gateway: write gateway.domain too',
          ),
        ]
      : []),
    ...(gateway.domain !== undefined && !secured
      ? [problem('gateway.domain', gateway.domain, `a name needs a certificate: ${certificate}`)]
      : []),
  ];
}

function tooManyTags(tags: Part<'tags'>): Problem {
  const count = Object.keys(tags).length;
  return problem('tags', `${count} tags`, 'AWS takes 50 tags, and this program adds some of its own: write 40 at most');
}
