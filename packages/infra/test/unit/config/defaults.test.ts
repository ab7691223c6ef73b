import { expect, test } from 'vitest';
import { hubVariables, serveVariables } from '../../../src/compute/serve-variables.ts';
import { configOf, least, leastOfProd } from './config-of.ts';

test('dev is small, and goes without a trace', () => {
  const config = configOf(least);
  expect(
    config.clusters.map(({ name, capacity, readers, deletionProtection }) => ({
      name,
      capacity,
      readers,
      deletionProtection,
    })),
  ).toEqual([
    { name: 'users', capacity: { kind: 'serverless', min: 0.5, max: 2 }, readers: 1, deletionProtection: false },
    { name: 'orders', capacity: { kind: 'serverless', min: 0.5, max: 2 }, readers: 0, deletionProtection: false },
  ]);
  expect(config.gateway).toMatchObject({ cpu: 512, memory: 1024, min: 1, max: 2, public: false, waf: false });
  expect(config).toMatchObject({
    hub: 'users',
    bastion: { enabled: true },
    logRetentionDays: 14,
    endpoints: true,
    warnings: [],
  });
});

test('prod is protected and has a reader everywhere', () => {
  const config = configOf(leastOfProd, { stack: 'prod' });
  expect(
    config.clusters.map(({ name, capacity, readers, deletionProtection }) => ({
      name,
      capacity,
      readers,
      deletionProtection,
    })),
  ).toEqual([
    {
      name: 'users',
      capacity: { kind: 'provisioned', instanceClass: 'db.r8g.large' },
      readers: 1,
      deletionProtection: true,
    },
    {
      name: 'orders',
      capacity: { kind: 'provisioned', instanceClass: 'db.r8g.large' },
      readers: 1,
      deletionProtection: true,
    },
  ]);
  expect(config.gateway).toMatchObject({ min: 2, max: 10 });
  expect(config).toMatchObject({ bastion: { enabled: false }, logRetentionDays: 90, warnings: [] });
});

test.each([
  [{ create: {} }, true],
  [{ create: { nat: 'one' } }, false],
  [{ create: {}, endpoints: 'none' }, false],
  [{ id: 'vpc-0a1b2c3d' }, false],
  [{ id: 'vpc-0a1b2c3d', endpoints: 'all' }, true],
])('network %j has interface endpoints: %s', (vpc, expected) => {
  expect(configOf({ vpc }).endpoints).toBe(expected);
});

test('what serve is told is text as it is, and JSON otherwise', () => {
  const settings = { TOKEN_ISSUER: 'https://id.example.com', LIMITS_DEPTH: 12, READ_SCOPES: { Order: 'orders:read' } };
  expect(serveVariables(configOf({ ...least, gateway: { settings } }).gateway)).toMatchObject({
    CAUSEWAY_TOKEN_ISSUER: 'https://id.example.com',
    CAUSEWAY_LIMITS_DEPTH: '12',
    CAUSEWAY_READ_SCOPES: '{"Order":"orders:read"}',
    CAUSEWAY_HUB_LOCAL_SESSIONS: '10',
    CAUSEWAY_HUB_HOP_SESSIONS: '10',
  });
});

test('the bootstrap counts with the sessions that the service is told, settings included', () => {
  const settings = { HUB_HOP_SESSIONS: 3, TOKEN_ISSUER: 'https://id.example.com' };
  expect(hubVariables(configOf({ ...least, gateway: { settings } }).gateway)).toEqual({
    CAUSEWAY_HUB_LOCAL_SESSIONS: '10',
    CAUSEWAY_HUB_HOP_SESSIONS: '3',
  });
});

test('where nothing says who may ask, whoever reaches the gateway may, and nobody else once something does', () => {
  const open = (settings: object) =>
    serveVariables(configOf({ ...least, gateway: { settings } }).gateway)['CAUSEWAY_OPEN_TO_EVERYBODY'];
  expect(open({})).toBe('true');
  expect(open({ OPEN_TO_EVERYBODY: false })).toBe('false');
  expect(open({ TOKEN_ISSUER: 'https://id.example.com' })).toBeUndefined();
});

test('one bound of the number of tasks moves the other along', () => {
  expect(configOf({ ...least, gateway: { min: 5 } }).gateway).toMatchObject({ min: 5, max: 5 });
  expect(
    configOf({ ...leastOfProd, gateway: { ...leastOfProd.gateway, max: 1 } }, { stack: 'prod' }).gateway,
  ).toMatchObject({ min: 1, max: 1 });
});

test('a public gateway stands behind WAF unless that is refused', () => {
  const { certificateArn } = leastOfProd.gateway;
  const gateway = { public: true, certificateArn, settings: { OPEN_TO_EVERYBODY: true } };
  expect(configOf({ ...least, allowedCidrs: ['0.0.0.0/0'], gateway }).gateway.waf).toBe(true);
});

test('more sessions than an instance takes, and a version nobody knows, are warned of with the arithmetic', () => {
  const clusters = { users: {}, orders: { engineVersion: '19.1' } };
  expect(configOf({ ...least, clusters, gateway: { max: 10, dbPool: 20 } }).warnings).toEqual([
    expect.stringContaining('clusters.orders.engineVersion: 19.1'),
    expect.stringContaining(
      'clusters.users: the gateway may hold 800 sessions during a deployment (2 x 10 tasks x 20 of gateway.dbPool x 2 pools)',
    ),
    expect.stringContaining('400 sessions during a deployment (2 x 10 tasks x 20 of gateway.dbPool, over the hop)'),
    expect.stringContaining("gateway.dbPool: 10 tasks x 20 are more sessions than the 100 that the hop's login has"),
  ]);
});
