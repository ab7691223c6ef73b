const gib = 1024;

/** Memory in MiB that Fargate offers beside each number of CPU units, as AWS lists it. */
const sizes: ReadonlyMap<number, readonly number[]> = new Map([
  [256, [512, gib, 2 * gib]],
  [512, range(1, 4, 1)],
  [1024, range(2, 8, 1)],
  [2048, range(4, 16, 1)],
  [4096, range(8, 30, 1)],
  [8192, range(16, 60, 4)],
  [16_384, range(32, 120, 8)],
]);

/** The CPU units that a Fargate task may have; 1024 are one virtual CPU. */
export const fargateCpus: readonly number[] = [...sizes.keys()];

/** The MiB of memory that a task of `cpu` units may have; none where Fargate has no such size. */
export function fargateMemories(cpu: number): readonly number[] {
  return sizes.get(cpu) ?? [];
}

function range(fromGib: number, toGib: number, stepGib: number): readonly number[] {
  const count = (toGib - fromGib) / stepGib + 1;
  return Array.from({ length: count }, (_, index) => (fromGib + index * stepGib) * gib);
}
