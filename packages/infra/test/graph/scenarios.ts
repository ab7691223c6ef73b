import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { existingVpc, region } from './engine/cloud.ts';
import { type Graph, type Mode, runStack, type Stack } from './engine/run-stack.ts';

const image = `123456789012.dkr.ecr.eu-west-1.amazonaws.com/causeway@sha256:${'a'.repeat(64)}`;
const open = { OPEN_TO_EVERYBODY: true };
/** A topic of another account, where a company gathers what wakes somebody. */
export const centralTopic = 'arn:aws:sns:eu-west-1:999999999999:incidents';
const certificateArn = 'arn:aws:acm:eu-west-1:123456789012:certificate/4f6a';

/** The values of a stack's file, as Pulumi reads them. */
export function stackFile(name: string): Record<string, unknown> {
  const text = readFileSync(new URL(`../../Pulumi.${name}.yaml`, import.meta.url), 'utf8');
  const { config } = z.object({ config: z.record(z.string(), z.unknown()) }).parse(parse(text));
  return config;
}

/** The same without what belongs to Pulumi and its provider. */
function valuesOf(name: string): Readonly<Record<string, unknown>> {
  const prefix = 'causeway:';
  const own = Object.entries(stackFile(name)).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]));
}

/** A stack, and how many resources it must give: fewer or more means that a test looks at something else than it says. */
export type Scenario = Stack & { readonly resources: number };

/** The stacks that everything must hold for. */
export const scenarios = {
  /** Pulumi.dev.yaml, once the image is there. */
  dev: {
    name: 'dev',
    values: { ...valuesOf('dev'), gateway: { image, settings: { LIMITS_DEPTH: 12 } } },
    resources: 203,
  },
  /** Pulumi.prod.yaml as it stands. */
  prod: { name: 'prod', values: valuesOf('prod'), resources: 203 },
  /** The first `up`, before there is an image; everything that can be left out is. */
  everythingOff: {
    name: 'dev',
    values: {
      vpc: { create: {}, endpoints: 'none' },
      bastion: { enabled: false },
      clusters: { users: { readers: 0, monitoringInterval: 0 }, orders: { monitoringInterval: 0 } },
    },
    resources: 85,
  },
  everythingOn: {
    name: 'prod',
    values: {
      ...valuesOf('prod'),
      vpc: { create: { cidr: '10.40.0.0/16', azs: 3, nat: 'perAz' }, endpoints: 'all' },
      allowedCidrs: ['0.0.0.0/0'],
      fdwRefreshMinutes: 1,
      clusters: {
        users: {
          capacity: { serverless: { min: 0, max: 32, pauseAfter: 600 } },
          readers: 2,
          readerAutoscaling: { max: 6, cpu: 60, connections: 500 },
          analyticsReader: true,
          storage: 'io',
          insights: 'advanced',
          monitoringInterval: 15,
        },
        orders: { readers: 1, slowQueryMs: 250 },
      },
      gateway: {
        image,
        public: true,
        domain: 'graphql.example.com',
        zoneId: 'Z0123456789',
        execute: true,
        settings: open,
      },
      bastion: { enabled: true, user: 'analyst', stopAt: '19:30' },
      proxy: { enabled: true },
      cache: { enabled: true },
      alarms: {
        email: ['oncall@example.com'],
        topics: [centralTopic],
        slack: { workspace: 'T07EA123LEP', channel: 'C07EZ1ABC23' },
      },
      tags: { Team: 'dashboards' },
    },
    resources: 289,
  },
  existingVpc: {
    name: 'staging',
    values: {
      vpc: existingVpc,
      allowedCidrs: ['10.0.0.0/8', '192.168.7.0/24'],
      gateway: { image, public: true, certificateArn, waf: false, settings: open },
    },
    resources: 156,
  },
  /** Its subnets are found by their tag, and its services are reached through endpoints of the stack. */
  existingVpcByTag: {
    name: 'staging',
    values: { vpc: { id: existingVpc.id, endpoints: 'all' }, gateway: { image } },
    resources: 165,
  },
  threeClusters: {
    name: 'dev',
    values: {
      vpc: { create: { nat: 'one' } },
      clusters: {
        users: {},
        orders: {},
        billing: { capacity: { instanceClass: 'db.t4g.medium' }, engineVersion: '16.13' },
      },
      foreignServers: [
        { from: 'users', to: 'orders' },
        { from: 'users', to: 'billing', via: 'writer' },
      ],
      gateway: { image },
    },
    resources: 222,
  },
  existingVpcWithProxy: {
    name: 'dev',
    values: { vpc: { id: existingVpc.id }, proxy: { enabled: true }, bastion: { enabled: false }, gateway: { image } },
    resources: 168,
  },
} as const satisfies Readonly<Record<string, Scenario>>;

export type ScenarioName = keyof typeof scenarios;

/** All scenarios in both modes, for tests of what holds everywhere. */
export const everywhere = [
  'dev',
  'prod',
  'everythingOff',
  'everythingOn',
  'existingVpc',
  'existingVpcByTag',
  'threeClusters',
  'existingVpcWithProxy',
] as const satisfies readonly ScenarioName[];

const graphs = new Map<string, Promise<Graph>>();

/** Pulumi keeps what it runs in globals: one program at a time. */
let last: Promise<unknown> = Promise.resolve();

/** The graph of a scenario. Each is made once: nothing changes it. */
export function graphOf(name: ScenarioName, mode: Mode = 'up'): Promise<Graph> {
  const key = `${name} ${mode}`;
  const made = graphs.get(key);
  if (made !== undefined) return made;
  const graph = last.then(() => runStack(scenarios[name], mode, scenarios[name].resources));
  graphs.set(key, graph);
  last = graph.catch(() => undefined);
  return graph;
}

export { certificateArn, image, region };
