import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fargateCpus, fargateMemories } from '../../src/compute/fargate-sizes.ts';
import { connectionCeiling, instanceGib, sessionDemands } from '../../src/database/connection-ceiling.ts';
import { canonicalCidr, contains, parseRange, subnetRanges } from '../../src/network/subnets.ts';
import { configOf, least } from './config/config-of.ts';

const network = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 16, max: 20 }))
  .map(([address, prefix]) => canonicalCidr({ first: address - (address % 2 ** (32 - prefix)), prefix, last: 0 }));

describe('subnets', () => {
  test('lie in their network, overlap nowhere, are as many as zones, and have more than 500 addresses where private', () => {
    fc.assert(
      fc.property(network, fc.constantFrom(2, 3), (cidr, zones) => {
        const ranges = subnetRanges(cidr, zones);
        expect(ranges.private).toHaveLength(zones);
        expect(ranges.public).toHaveLength(zones);
        const all = [...ranges.private, ...ranges.public].map(parseRange).sort((a, b) => a.first - b.first);
        for (const range of all) expect(contains(parseRange(cidr), range)).toBe(true);
        for (const [index, range] of all.entries()) expect(range.first).toBeGreaterThan(all[index - 1]?.last ?? -1);
        for (const range of ranges.private.map(parseRange)) expect(range.last - range.first).toBeGreaterThan(500);
      }),
    );
  });

  test('keep their ranges when a zone is added', () => {
    fc.assert(
      fc.property(network, (cidr) => {
        const [two, three] = [subnetRanges(cidr, 2), subnetRanges(cidr, 3)];
        expect(three.private.slice(0, 2)).toEqual(two.private);
        expect(three.public.slice(0, 2)).toEqual(two.public);
      }),
    );
  });

  test('of 10.20.0.0/16 in three zones', () => {
    expect(subnetRanges('10.20.0.0/16', 3)).toEqual({
      private: ['10.20.0.0/19', '10.20.32.0/19', '10.20.64.0/19'],
      public: ['10.20.128.0/20', '10.20.144.0/20', '10.20.160.0/20'],
    });
  });

  test('are read back as they were written', () => {
    fc.assert(
      fc.property(network, (cidr) => {
        expect(canonicalCidr(parseRange(cidr))).toBe(cidr);
      }),
    );
  });
});

describe("Fargate's sizes", () => {
  test('are whole steps of memory, from one to eight times the CPU, 2 to 8 GiB a virtual CPU at most', () => {
    fc.assert(
      fc.property(fc.constantFrom(...fargateCpus), (cpu) => {
        const memories = fargateMemories(cpu);
        expect(memories.length).toBeGreaterThan(2);
        for (const memory of memories) expect(memory / cpu).toSatisfy((ratio: number) => ratio >= 1.8 && ratio <= 8);
        expect([...memories]).toEqual([...new Set(memories)].sort((a, b) => a - b));
      }),
    );
  });

  test('do not exist for other CPU units', () => {
    const otherCpu = fc.integer().filter((cpu) => !fargateCpus.includes(cpu));
    fc.assert(
      fc.property(otherCpu, (cpu) => {
        expect(fargateMemories(cpu)).toEqual([]);
      }),
    );
  });

  test('as AWS lists the smallest and the largest', () => {
    expect(fargateMemories(256)).toEqual([512, 1024, 2048]);
    expect(fargateMemories(512)).toEqual([1024, 2048, 3072, 4096]);
    expect(fargateMemories(16_384)).toHaveLength(12);
  });
});

const units = fc.integer({ min: 2, max: 512 }).map((halves) => halves / 2);

describe('connection ceilings', () => {
  // From AWS's table for Serverless v2, and one class of its page on Aurora PostgreSQL.
  test.each([
    [{ kind: 'serverless', min: 1, max: 1 }, 189],
    [{ kind: 'serverless', min: 1, max: 8 }, 1669],
    [{ kind: 'serverless', min: 1, max: 16 }, 3360],
    [{ kind: 'serverless', min: 0.5, max: 16 }, 2000],
    [{ kind: 'serverless', min: 1, max: 256 }, 5000],
    [{ kind: 'provisioned', instanceClass: 'db.r4.large' }, 1600],
  ] as const)('of %j are at most what AWS publishes, and no less than 9 tenths of it', (capacity, published) => {
    const ceiling = connectionCeiling(capacity) ?? 0;
    expect(ceiling).toBeLessThanOrEqual(published);
    expect(ceiling).toBeGreaterThan(published * 0.89);
  });

  test('grow with the capacity and end at 5000, or at 2000 where a cluster may shrink to half a unit', () => {
    fc.assert(
      fc.property(units, units, fc.constantFrom(0, 0.5, 1), (a, b, min) => {
        const ceiling = (max: number) => connectionCeiling({ kind: 'serverless', min, max }) ?? 0;
        expect(ceiling(Math.min(a, b))).toBeLessThanOrEqual(ceiling(Math.max(a, b)));
        expect(ceiling(Math.max(a, b))).toBeLessThanOrEqual(min === 1 ? 5000 : 2000);
      }),
    );
  });

  test.each([
    ['db.t4g.medium', 4],
    ['db.t4g.large', 8],
    ['db.r8g.large', 16],
    ['db.r8g.xlarge', 32],
    ['db.r7g.16xlarge', 512],
    ['db.x2g.large', 32],
    ['db.z9.large', undefined],
  ])('the memory of %s is %s GiB', (instanceClass, gib) => {
    expect(instanceGib(instanceClass)).toBe(gib);
  });

  test('are held against pool x tasks x 2, twice that on the hub, which has a pool for the cluster behind it too', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 500 }), (max, dbPool) => {
        const demands = sessionDemands(configOf({ ...least, gateway: { max, dbPool } }));
        expect(demands.map(({ cluster, sessions }) => [cluster, sessions])).toEqual([
          ['users', 4 * max * dbPool],
          ['orders', 2 * max * dbPool],
        ]);
      }),
    );
  });
});
