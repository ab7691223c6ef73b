import { describe, expect, test } from 'vitest';
import { describeProblems } from '../../../src/config/problem.ts';
import { least, leastOfProd, parse, problemsOf } from './config-of.ts';

const users = (cluster: object) => ({ ...least, clusters: { users: cluster, orders: {} } });
const gateway = (part: object) => ({ ...least, gateway: part });
const serverless = (part: object) => users({ capacity: { serverless: part } });
const certificateArn = leastOfProd.gateway.certificateArn;
const settings = { OPEN_TO_EVERYBODY: true };
const subnets = ['subnet-0a1b2c3d', 'subnet-1a1b2c3d'];

describe('each fault is found at its key, with what would do', () => {
  test.each<[string, Readonly<Record<string, unknown>>, string, RegExp]>([
    ['unknown key', { ...least, gatway: {} }, 'gatway', /did you mean gateway/],
    ['unknown nested key', gateway({ memroy: 1024 }), 'gateway.memroy', /did you mean memory/],
    ['unknown key of a cluster', users({ reader: 1 }), 'clusters.users.reader', /did you mean readers/],
    ['environment', { ...least, environment: 'test' }, 'environment', /one of dev, staging, prod/],
    ['account', { ...least, accountId: '12345' }, 'accountId', /12 digits/],
    ['no network', {}, 'vpc', /write vpc.id .* or vpc.create/],
    ['two networks', { vpc: { id: 'vpc-0a1b2c3d', create: {} } }, 'vpc', /not both/],
    ['network id', { vpc: { id: 'my-vpc' } }, 'vpc.id', /such as vpc-0123/],
    [
      'one subnet',
      { vpc: { id: 'vpc-0a1b2c3d', privateSubnetIds: ['subnet-0a1b2c3d'] } },
      'vpc.privateSubnetIds',
      /two or more/,
    ],
    [
      'subnet id',
      { vpc: { id: 'vpc-0a1b2c3d', privateSubnetIds: ['a', 'subnet-0a1b2c3d'] } },
      'vpc.privateSubnetIds.0',
      /id of a subnet/,
    ],
    [
      'a subnet twice',
      { vpc: { id: 'vpc-0a1b2c3d', privateSubnetIds: [subnets[0], subnets[0]] } },
      'vpc.privateSubnetIds',
      /twice/,
    ],
    [
      'subnets of a new network',
      { vpc: { create: {}, privateSubnetIds: subnets } },
      'vpc.privateSubnetIds',
      /leave their ids out/,
    ],
    ['not a range', { vpc: { create: { cidr: '10.0.0.0' } } }, 'vpc.create.cidr', /range of IPv4/],
    ['IPv6', { vpc: { create: { cidr: 'fd00::/16' } } }, 'vpc.create.cidr', /range of IPv4/],
    [
      'range with a stray address',
      { vpc: { create: { cidr: '10.1.2.3/16' } } },
      'vpc.create.cidr',
      /write 10\.1\.0\.0\/16/,
    ],
    ['network too large', { vpc: { create: { cidr: '10.0.0.0/8' } } }, 'vpc.create.cidr', /\/16 to \/20/],
    ['network too small', { vpc: { create: { cidr: '10.0.0.0/24' } } }, 'vpc.create.cidr', /\/16 to \/20/],
    ['public range', { vpc: { create: { cidr: '8.8.0.0/16' } } }, 'vpc.create.cidr', /private range/],
    ['zones', { vpc: { create: { azs: 1 } } }, 'vpc.create.azs', /one of 2, 3/],
    ['NAT', { vpc: { create: { nat: 'yes' } } }, 'vpc.create.nat', /one of none, one, perAz/],
    ['endpoints', { vpc: { create: {}, endpoints: 'some' } }, 'vpc.endpoints', /one of auto, all, none/],
    ['caller range', { ...least, allowedCidrs: ['10.0.0.1/8'] }, 'allowedCidrs.0', /write 10\.0\.0\.0\/8/],
    [
      'everyone at an internal gateway',
      { ...least, allowedCidrs: ['0.0.0.0/0'] },
      'allowedCidrs',
      /public gateway behind WAF/,
    ],
    [
      'everyone without WAF',
      { ...least, allowedCidrs: ['0.0.0.0/0'], gateway: { public: true, certificateArn, waf: false, settings } },
      'allowedCidrs',
      /public gateway behind WAF/,
    ],
    ['half of the internet', { ...least, allowedCidrs: ['0.0.0.0/1'] }, 'allowedCidrs', /wider than \/8/],
    ['public for nobody', gateway({ public: true, certificateArn, settings }), 'allowedCidrs', /who may call/],
    [
      'cluster name',
      { ...least, clusters: { users: {}, orders: {}, 'Order-Items': {} } },
      'clusters.Order-Items',
      /small letter/,
    ],
    [
      'cluster named public',
      { ...least, clusters: { users: {}, orders: {}, public: {} } },
      'clusters.public',
      /not "public"/,
    ],
    ['version as a number', users({ engineVersion: 17.9 }), 'clusters.users.engineVersion', /in quotes/],
    ['old version', users({ engineVersion: '14.9' }), 'clusters.users.engineVersion', /15 or newer/],
    ['reserved database', users({ database: 'template1' }), 'clusters.users.database', /are taken/],
    [
      'two capacities',
      users({ capacity: { serverless: { min: 1, max: 2 }, instanceClass: 'db.r8g.large' } }),
      'clusters.users.capacity',
      /either/,
    ],
    ['no capacity', users({ capacity: {} }), 'clusters.users.capacity', /either/],
    ['third of a unit', serverless({ min: 0.3, max: 2 }), 'clusters.users.capacity.serverless.min', /halves/],
    [
      'minimum above maximum',
      serverless({ min: 4, max: 2 }),
      'clusters.users.capacity.serverless.min',
      /write 2 or less/,
    ],
    [
      'maximum below 1',
      serverless({ min: 0, max: 0.5 }),
      'clusters.users.capacity.serverless.max',
      /1 capacity unit or more/,
    ],
    [
      'maximum above 256',
      serverless({ min: 0, max: 257 }),
      'clusters.users.capacity.serverless.max',
      /256 capacity units at most/,
    ],
    [
      'pause soon',
      serverless({ min: 0, max: 2, pauseAfter: 10 }),
      'clusters.users.capacity.serverless.pauseAfter',
      /300 to 86400/,
    ],
    [
      'pause above 0',
      serverless({ min: 1, max: 2, pauseAfter: 300 }),
      'clusters.users.capacity.serverless.pauseAfter',
      /set min to 0/,
    ],
    [
      'class of Serverless',
      users({ capacity: { instanceClass: 'db.serverless' } }),
      'clusters.users.capacity.instanceClass',
      /capacity\.serverless instead/,
    ],
    ['readers', users({ readers: 16 }), 'clusters.users.readers', /from 0 to 15/],
    [
      'readers with the analytics one',
      users({ readers: 15, analyticsReader: true }),
      'clusters.users.readers',
      /15 readers at most/,
    ],
    [
      'autoscaling from nothing',
      users({ readers: 0, readerAutoscaling: { max: 3, cpu: 60 } }),
      'clusters.users.readerAutoscaling',
      /1 or more/,
    ],
    [
      'autoscaling below readers',
      users({ readers: 4, readerAutoscaling: { max: 3, cpu: 60 } }),
      'clusters.users.readerAutoscaling.max',
      /less than readers/,
    ],
    ['backup', users({ backupDays: 36 }), 'clusters.users.backupDays', /from 1 to 35/],
    ['storage', users({ storage: 'fast' }), 'clusters.users.storage', /standard, io/],
    ['insights', users({ insights: true }), 'clusters.users.insights', /standard, advanced/],
    ['monitoring', users({ monitoringInterval: 20 }), 'clusters.users.monitoringInterval', /0, 1, 5, 10, 15, 30, 60/],
    ['protection', users({ deletionProtection: 'no' }), 'clusters.users.deletionProtection', /true or false/],
    ['slow statements', users({ slowQueryMs: -2 }), 'clusters.users.slowQueryMs', /-1 for none/],
    [
      'server from nowhere',
      { ...least, foreignServers: [{ from: 'people', to: 'orders' }] },
      'foreignServers.0.from',
      /one of: users, orders/,
    ],
    [
      'server to nowhere',
      { ...least, foreignServers: [{ from: 'users', to: 'sales' }] },
      'foreignServers.0.to',
      /one of: users, orders/,
    ],
    [
      'server to itself',
      { ...least, foreignServers: [{ from: 'users', to: 'users' }] },
      'foreignServers.0.to',
      /does not read itself/,
    ],
    [
      'server twice',
      {
        ...least,
        foreignServers: [
          { from: 'users', to: 'orders' },
          { from: 'users', to: 'orders' },
        ],
      },
      'foreignServers.1.to',
      /already/,
    ],
    [
      'two hubs',
      {
        ...least,
        foreignServers: [
          { from: 'users', to: 'orders' },
          { from: 'orders', to: 'users' },
        ],
      },
      'foreignServers.1.from',
      /write users/,
    ],
    ['no server', { ...least, foreignServers: [] }, 'foreignServers.0', /keys from, to, via/],
    ['rare renewal', { ...least, fdwRefreshMinutes: 15 }, 'fdwRefreshMinutes', /from 1 to 10/],
    ['odd CPU', gateway({ cpu: 300 }), 'gateway.cpu', /one of 256, 512/],
    ['memory beside CPU', gateway({ cpu: 256, memory: 4096 }), 'gateway.memory', /one of 512, 1024, 2048/],
    ['fewest above most', gateway({ min: 3, max: 2 }), 'gateway.min', /write 2 or less/],
    [
      'image of another registry',
      gateway({ image: `docker.io/x/y@sha256:${'a'.repeat(64)}` }),
      'gateway.image',
      /in ECR/,
    ],
    [
      'image by tag',
      gateway({ image: 'x.dkr.ecr.eu-west-1.amazonaws.com/causeway:latest' }),
      'gateway.image',
      /by digest/,
    ],
    [
      'public without TLS',
      { ...gateway({ public: true, settings }), allowedCidrs: ['10.0.0.0/8'] },
      'gateway.public',
      /over TLS only/,
    ],
    [
      'public without subnets',
      {
        vpc: { id: 'vpc-0a1b2c3d' },
        allowedCidrs: ['10.0.0.0/8'],
        gateway: { public: true, certificateArn, settings },
      },
      'vpc.publicSubnetIds',
      /two ids or more/,
    ],
    [
      'public for whoever',
      { ...gateway({ public: true, certificateArn }), allowedCidrs: ['10.0.0.0/8'] },
      'gateway.settings',
      /TOKEN_ISSUER/,
    ],
    ['name without certificate', gateway({ domain: 'api.example.com' }), 'gateway.domain', /needs a certificate/],
    ['zone without name', gateway({ zoneId: 'Z123456789' }), 'gateway.zoneId', /gateway\.domain too/],
    [
      'setting of the stack',
      gateway({ settings: { PORT: 80 } }),
      'gateway.settings.PORT',
      /the topology and where it listens/,
    ],
    [
      'setting with its prefix',
      gateway({ settings: { causeway_token: 'x' } }),
      'gateway.settings.causeway_token',
      /without CAUSEWAY_/,
    ],
    ['pool', gateway({ dbPool: 0 }), 'gateway.dbPool', /from 1 to 500/],
    ['operators', { ...least, bastion: { user: 'Robert"; drop' } }, 'bastion.user', /database user/],
    ['e-mail', { ...least, alarms: { email: ['nobody'] } }, 'alarms.email.0', /e-mail address/],
    ['budget', { ...least, budget: { monthlyUsd: 0 } }, 'budget.monthlyUsd', /US dollars/],
    ['retention', { ...least, logRetentionDays: 10 }, 'logRetentionDays', /one of 1, 3, 5, 7, 14/],
    ['reserved tag', { ...least, tags: { 'aws:x': 'y' } }, 'tags.aws:x', /aws:/],
    ['tag of the program', { ...least, tags: { stack: 'mine' } }, 'tags.stack', /none of those that this program sets/],
    ['tag that RDS refuses', { ...least, tags: { team: 'R&D' } }, 'tags.team', /letters, digits, spaces/],
    ['owner that RDS refuses', { ...least, owner: 'R&D, Ops' }, 'owner', /letters, digits, spaces/],
    ['stop of the bastion', { ...least, bastion: { stopAt: '24:00' } }, 'bastion.stopAt', /such as "19:00"/],
    [
      'half of Slack',
      { ...least, alarms: { slack: { workspace: 'T07EA123LEP' } } },
      'alarms.slack.channel',
      /Slack channel/,
    ],
    ['e-mail twice', { ...least, alarms: { email: ['a@x.org', 'a@x.org'] } }, 'alarms.email', /twice/],
    ['range twice', { ...least, allowedCidrs: ['10.0.0.0/8', '10.0.0.0/8'] }, 'allowedCidrs', /twice/],
    [
      'tasks without a way to AWS',
      {
        vpc: { create: {}, endpoints: 'none' },
        gateway: { image: `123456789012.dkr.ecr.eu-west-1.amazonaws.com/x@sha256:${'a'.repeat(64)}` },
      },
      'vpc.endpoints',
      /neither their image nor their log/,
    ],
    [
      'keys of tokens out of reach',
      gateway({ settings: { TOKEN_KEYS_URL: 'https://id.example.com/keys' } }),
      'gateway.settings.TOKEN_KEYS_URL',
      /nat: one/,
    ],
    ['topic', { ...least, alarms: { topics: ['incidents'] } }, 'alarms.topics.0', /ARN of an SNS topic/],
    ['tag that is a number', { ...least, tags: { team: 7 } }, 'tags.team', /in quotes/],
    [
      'tags',
      { ...least, tags: Object.fromEntries(Array.from({ length: 41 }, (_, i) => [`t${i}`, 'x'])) },
      'tags',
      /40 at most/,
    ],
    ['a list instead of an object', { ...least, gateway: [] }, 'gateway', /an object with the keys/],
  ])('%s', (_name, values, key, advice) => {
    const problems = problemsOf(values);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.startsWith(`${key}: `)).toBe(true);
    expect(problems[0]).toMatch(advice);
  });

  test('one cluster alone joins nothing', () => {
    const problems = problemsOf({ ...least, clusters: { users: {} } });
    expect(problems).toEqual([
      expect.stringMatching(/^clusters: .*two clusters or more/),
      expect.stringMatching(/^foreignServers.0.to: there is no such cluster: write one of: users/),
    ]);
  });

  test('a stack whose name says nothing needs its environment', () => {
    expect(problemsOf(least, { stack: 'blue' })).toEqual([expect.stringMatching(/^environment: .*blue/)]);
    expect(problemsOf({ ...least, environment: 'dev' }, { stack: 'blue' })).toEqual([]);
  });

  test.each(['Blue', 'my_stack', 'a--b', 'blue-', 'a'.repeat(21)])('stack %s, whose name AWS refuses', (stack) => {
    expect(problemsOf({ ...least, environment: 'dev' }, { stack })).toEqual([
      expect.stringMatching(/^the name of the stack: .*small letters/),
    ]);
  });

  test('keys of tokens are within reach where the network has a way out and no endpoints', () => {
    const tokens = { gateway: { settings: { TOKEN_KEYS_URL: 'https://id.example.com/keys' } } };
    expect(problemsOf({ vpc: { create: { nat: 'one' } }, ...tokens })).toEqual([]);
    expect(problemsOf({ vpc: { id: 'vpc-0a1b2c3d' }, ...tokens })).toEqual([]);
    expect(problemsOf({ vpc: { id: 'vpc-0a1b2c3d', endpoints: 'all' }, ...tokens })).toHaveLength(1);
  });

  test.each([undefined, '', 'Ireland', 'eu-west'])('region %s', (region) => {
    expect(problemsOf(least, { region })).toEqual([expect.stringMatching(/^aws:region: .*eu-west-1/)]);
  });
});

describe('production leaves nothing out', () => {
  const withoutPart = (key: string) => Object.fromEntries(Object.entries(leastOfProd).filter(([name]) => name !== key));
  test.each([
    ['accountId', 'accountId'],
    ['alarms', 'alarms.email'],
    ['budget', 'budget.monthlyUsd'],
  ])('without %s', (part, key) => {
    expect(problemsOf(withoutPart(part), { stack: 'prod' })).toEqual([expect.stringMatching(`^${key}: `)]);
    expect(problemsOf(withoutPart(part), { stack: 'staging' })).toEqual([]);
  });

  test('without a certificate, or without saying who may ask', () => {
    const { certificateArn: arn } = leastOfProd.gateway;
    const problems = (part: object) => problemsOf({ ...leastOfProd, gateway: part }, { stack: 'prod' });
    expect(problems({ settings })).toEqual([expect.stringMatching(/^gateway\.certificateArn: .*over TLS only/)]);
    expect(problems({ certificateArn: arn })).toEqual([
      expect.stringMatching(/^gateway\.settings: prod says who may ask: write TOKEN_ISSUER/),
    ]);
    expect(problemsOf({ ...leastOfProd, gateway: {} }, { stack: 'staging' })).toEqual([]);
  });

  test('a faulty account is one problem, not two', () => {
    expect(problemsOf({ ...leastOfProd, accountId: 'x' }, { stack: 'prod' })).toHaveLength(1);
  });

  test('protection and backups may not be lowered in passing', () => {
    const clusters = { users: { deletionProtection: false, backupDays: 3 }, orders: {} };
    expect(problemsOf({ ...leastOfProd, clusters }, { stack: 'prod' })).toEqual([
      expect.stringMatching(/^clusters\.users\.backupDays: .*7 or more/),
      expect.stringMatching(/^clusters\.users\.deletionProtection: .*allowDestroy/),
    ]);
    const meant = { users: { deletionProtection: false }, orders: {} };
    expect(problemsOf({ ...leastOfProd, clusters: meant, allowDestroy: true }, { stack: 'prod' })).toEqual([]);
  });
});

test('all problems are told at once, each with its key and value, and the same ones in every run', () => {
  const values = {
    vpc: { create: { cidr: '10.0.0.0/8' } },
    gatway: {},
    clusters: { users: { readers: 99 }, orders: { capacity: { serverless: { min: 3, max: 2 } }, bakupDays: 1 } },
    foreignServers: [{ from: 'users', to: 'users' }],
    logRetentionDays: 10,
  };
  const parsed = parse(values, { stack: 'blue', region: undefined });
  const problems = parsed.kind === 'problems' ? parsed.problems : [];
  expect(describeProblems('causeway', problems)).toMatchInlineSnapshot(`
    "The configuration under "causeway:" cannot be used:
    - gatway: there is no such key: did you mean gateway? Known here: environment, accountId, owner, costCentre, allowDestroy, vpc, allowedCidrs, clusters, foreignServers, fdwRefreshMinutes, gateway, bastion, proxy, cache, alarms, budget, logRetentionDays, tags (found: {})
    - clusters.users.readers: write the number of readers: a whole number from 0 to 15 (found: 99)
    - clusters.orders.bakupDays: there is no such key: did you mean backupDays? Known here: engineVersion, database, capacity, readers, analyticsReader, readerAutoscaling, backupDays, storage, insights, monitoringInterval, deletionProtection, slowQueryMs (found: 1)
    - logRetentionDays: write the days that log lines are kept: one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 (found: 10)
    - aws:region: write the region that everything stands in, such as eu-west-1, under aws:region (found: nothing)
    - vpc.create.cidr: a network of this stack has a size of /16 to /20: write one (found: "10.0.0.0/8")
    - foreignServers.0.to: a cluster does not read itself: write another cluster (found: "users")
    - environment: the stack's name, blue, does not say what it is for: write dev, staging or prod (found: nothing)"
  `);
});

test('what cannot be read is not repeated at length', () => {
  const parsed = parse({ ...least, tags: 'x'.repeat(500) });
  expect(parsed.kind === 'problems' ? parsed.problems[0]?.value.length : undefined).toBeLessThan(90);
});
