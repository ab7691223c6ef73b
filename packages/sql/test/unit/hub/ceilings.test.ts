import { expect, test } from 'vitest';
import { ceilings } from '../../../src/hub/ceilings.ts';
import { defaultHubOptions } from '../../../src/hub/hub-options.ts';
import { hubPools } from '../../../src/hub/hub-pools.ts';
import { Secret } from '../../../src/secret.ts';
import type { Cluster } from '../../../src/topology/topology.ts';

const nobody = { host: '127.0.0.1', port: 1 };
const hub: Cluster = {
  name: 'users',
  writer: nobody,
  reader: nobody,
  database: 'users',
  tls: false,
  gateway: { user: 'gateway', auth: { kind: 'password', password: new Secret('x') } },
};

test.each([[[]], [['orders']], [['orders', 'stock']], [['orders', 'stock', 'mail']]])(
  'counts the pools that the hub opens where statements reach %j in every combination',
  async (others) => {
    const combinations = Array.from({ length: 2 ** others.length }, (_, bits) =>
      others.filter((_other, place) => ((bits >> place) & 1) === 1),
    );
    await using pools = hubPools(hub, defaultHubOptions, () => {});
    for (const reached of combinations) for (const role of ['reader', 'writer'] as const) pools.of(reached, role);
    const sizes = (wanted: (pool: string) => boolean) =>
      pools
        .readings()
        .filter(({ pool }) => wanted(pool))
        .reduce((sum, { size }) => sum + size, 0);

    const counted = ceilings({ ...defaultHubOptions, tasks: 3 }, { others: others.length, hasReader: true });
    expect(counted.reader.most).toBe(3 * sizes((pool) => !pool.startsWith('writer')));
    expect(counted.writer.most).toBe(3 * sizes((pool) => pool.startsWith('writer')));
    const reachesOne = (pool: string) => pool === 'probe' || pool.includes(others[0] ?? 'nothing');
    if (others.length > 0) expect(counted.hop.most).toBe(3 * sizes(reachesOne));
    expect(counted.reader.usual).toBe(3 * (10 + 10 * others.length));
  },
);

test('without a reader nothing is opened at the writer beside what queries open', () => {
  const counted = ceilings({ ...defaultHubOptions, tasks: 1 }, { others: 1, hasReader: false });
  expect(counted).toEqual({
    reader: { usual: 20, most: 24 },
    writer: { usual: 0, most: 0 },
    hop: { usual: 10, most: 14 },
  });
});
