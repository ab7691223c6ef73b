import { z } from 'zod';
import type { Graph } from '../engine/run-stack.ts';
import { all } from '../look.ts';

const hours = 730;

/** What AWS asked in us-east-1, in US dollars, by these sources. Those without a source are from memory. */
export const prices = {
  capacityUnitHour: {
    usd: 0.12,
    what: 'Aurora capacity unit, hour',
    source: 'factualminds.com 2026-06-13; wring.co 2026-03-12',
  },
  largeHour: {
    usd: 0.26,
    what: 'db.r7g.large, hour (taken for db.r8g.large too)',
    source: 'wring.co 2026-03-12; others say up to 0.30',
  },
  storage: { usd: 0.1, what: 'Aurora storage, GB and month', source: 'wring.co 2026-03-12' },
  io: { usd: 0.2, what: 'Aurora I/O, million', source: 'wring.co 2026-03-12' },
  cpuHour: {
    usd: 0.04048 * 0.8,
    what: 'Fargate arm64, virtual CPU and hour',
    source: 'fortem.dev 2026, x86 less a fifth',
  },
  memoryHour: { usd: 0.004445 * 0.8, what: 'Fargate arm64, GB and hour', source: 'fortem.dev 2026, x86 less a fifth' },
  balancer: { usd: 22, what: 'load balancer with some load, month', source: 'fortem.dev 2026: 16 to 22' },
  nat: { usd: 33, what: 'NAT gateway, month, without traffic', source: 'fortem.dev 2026' },
  address: { usd: 3.65, what: 'public IPv4 address, month', source: '' },
  endpoint: { usd: 7.3, what: 'interface endpoint, zone and month', source: '' },
  bastion: { usd: 4, what: 't4g.nano with its disk, month', source: '' },
  key: { usd: 1, what: 'KMS key, month', source: '' },
  secret: { usd: 0.4, what: 'secret, month', source: '' },
  alarm: { usd: 0.1, what: 'alarm and metric, month', source: '' },
  logs: { usd: 0.5, what: 'log, GB', source: '' },
} as const;

type Price = keyof typeof prices;

/** What no graph says: how much is stored, read and logged in a month. */
export type Use = { readonly storageGb: number; readonly ioMillions: number; readonly logGb: number };

/** One line of the month's bill. */
export type CostLine = { readonly what: string; readonly usd: number };

/** What the resources of a stack cost in a month of 730 hours, at their smallest size, with some use of them. */
export function monthlyCosts(graph: Graph, use: Use): readonly CostLine[] {
  const of = (what: string, entries: readonly (readonly [Price, number])[]): CostLine => ({
    what,
    usd: entries.reduce((sum, [price, amount]) => sum + prices[price].usd * amount, 0),
  });
  const { units, large } = instances(graph);
  const count = (type: string) => graph.resources.filter((resource) => resource.type === type).length;
  const alarms = all(graph, 'aws:cloudwatch/metricAlarm:MetricAlarm').map(({ inputs }) =>
    inputs['thresholdMetricId'] === undefined ? 1 : 3,
  );
  const metrics = alarms.reduce((sum, billed) => sum + billed, 0);
  const { cpus, gigabytes } = tasks(graph);
  return [
    of(
      `databases: ${[units > 0 ? `${units} capacity units` : '', large > 0 ? `${large} x large` : ''].filter(Boolean).join(', ')}`,
      [
        ['capacityUnitHour', units * hours],
        ['largeHour', large * hours],
      ],
    ),
    of(`${use.storageGb} GB stored, ${use.ioMillions} million I/O`, [
      ['storage', use.storageGb],
      ['io', use.ioMillions],
    ]),
    of(`gateway and renewal: ${cpus.toFixed(2)} virtual CPU, ${gigabytes.toFixed(1)} GB on average`, [
      ['cpuHour', cpus * hours],
      ['memoryHour', gigabytes * hours],
    ]),
    of('load balancer', [['balancer', count('aws:lb/loadBalancer:LoadBalancer')]]),
    of(`${endpointZones(graph)} endpoints x zones, ${count('aws:ec2/natGateway:NatGateway')} NAT gateways`, [
      ['endpoint', endpointZones(graph)],
      ['nat', count('aws:ec2/natGateway:NatGateway')],
      ['address', count('aws:ec2/eip:Eip')],
    ]),
    of('bastion', [['bastion', count('aws:ec2/instance:Instance')]]),
    of(`key, secrets, ${metrics} alarm metrics, ${use.logGb} GB of logs`, [
      ['key', count('aws:kms/key:Key')],
      ['secret', count('aws:rds/cluster:Cluster')],
      ['alarm', metrics],
      ['logs', use.logGb],
    ]),
  ];
}

function instances(graph: Graph): { readonly units: number; readonly large: number } {
  const scaling = z.object({ minCapacity: z.number() });
  const made = all(graph, 'aws:rds/clusterInstance:ClusterInstance').map(({ inputs }) => {
    if (/^db\.r[78]g\.large$/.test(String(inputs['instanceClass']))) return { units: 0, large: 1 };
    if (inputs['instanceClass'] !== 'db.serverless')
      throw new Error(`No price is known of ${String(inputs['instanceClass'])}.`);
    const cluster = all(graph, 'aws:rds/cluster:Cluster').find(
      ({ inputs: own }) => own['clusterIdentifier'] === inputs['clusterIdentifier'],
    );
    return { units: scaling.parse(cluster?.inputs['serverlessv2ScalingConfiguration']).minCapacity, large: 0 };
  });
  return made.reduce((sum, { units, large }) => ({ units: sum.units + units, large: sum.large + large }), {
    units: 0,
    large: 0,
  });
}

/** The service's fewest tasks, and the renewal: Fargate bills a minute at least of each run. */
function tasks(graph: Graph): { readonly cpus: number; readonly gigabytes: number } {
  const size = z.object({ cpu: z.coerce.number(), memory: z.coerce.number() });
  const definition = (name: string) =>
    size.parse(all(graph, 'aws:ecs/taskDefinition:TaskDefinition').find((made) => made.name === name)?.inputs);
  const service = definition('service');
  const renewal = definition('renewal');
  const fewest = Number(all(graph, 'aws:ecs/service:Service')[0]?.inputs['desiredCount']);
  const minutes = Number(
    /\d+/.exec(String(all(graph, 'aws:scheduler/schedule:Schedule')[0]?.inputs['scheduleExpression']))?.[0],
  );
  return {
    cpus: (fewest * service.cpu + renewal.cpu / minutes) / 1024,
    gigabytes: (fewest * service.memory + renewal.memory / minutes) / 1024,
  };
}

function endpointZones(graph: Graph): number {
  const subnets = z.array(z.string());
  return graph.resources
    .filter(
      ({ type, inputs }) => type === 'aws:ec2/vpcEndpoint:VpcEndpoint' && inputs['vpcEndpointType'] === 'Interface',
    )
    .reduce((sum, { inputs }) => sum + subnets.parse(inputs['subnetIds']).length, 0);
}

/** A table of both stacks, line by line, with their sums. */
export function costTable(dev: readonly CostLine[], prod: readonly CostLine[]): string {
  const sum = (lines: readonly CostLine[]) => Math.round(lines.reduce((total, { usd }) => total + usd, 0));
  const block = (name: string, lines: readonly CostLine[]) => [
    ...lines.filter(({ usd }) => usd > 0).map(({ what, usd }) => `| ${name} | ${what} | ${Math.round(usd)} |`),
    `| **${name}** | **about, a month** | **${sum(lines)}** |`,
  ];
  return ['| stack | what | USD |', '| --- | --- | --: |', ...block('dev', dev), ...block('prod', prod)].join('\n');
}

/** The unit prices with their sources. */
export function priceTable(): string {
  const lines = Object.values(prices).map(
    ({ usd, what, source }) =>
      `| ${what} | ${Number(usd.toPrecision(4))} | ${source === '' ? 'not confirmed' : source} |`,
  );
  return ['| unit | USD | source |', '| --- | --: | --- |', ...lines].join('\n');
}
