import ipaddr from 'ipaddr.js';

/** The ranges of a network's subnets, one of each kind for each zone. */
export type SubnetRanges = { readonly public: readonly string[]; readonly private: readonly string[] };

/**
 * Divides a network among `zones` zones: the first half holds the private subnets, a quarter the public ones, and the last
 * quarter stays free for later. The same network gives the same ranges for two zones and for three, so that a zone can be added.
 */
export function subnetRanges(cidr: string, zones: number): SubnetRanges {
  const { first, prefix } = parseRange(cidr);
  const half = 2 ** (32 - prefix - 1);
  // Room for four zones in either part, whatever the number of zones.
  const ranges = (start: number, size: number, length: number) =>
    Array.from({ length: zones }, (_, zone) => `${toAddress(start + zone * size)}/${length}`);
  return {
    private: ranges(first, half / 4, prefix + 3),
    public: ranges(first + half, half / 8, prefix + 4),
  };
}

/** An IPv4 range as numbers. */
export type Range = {
  /** Its first address. */
  readonly first: number;
  /** Its last address. */
  readonly last: number;
  readonly prefix: number;
};

/** Reads an IPv4 range. @throws for any other text. */
export function parseRange(cidr: string): Range {
  const [address, prefix] = ipaddr.parseCIDR(cidr);
  const bytes = address.toByteArray();
  if (bytes.length !== 4) throw new Error(`${cidr} is not a range of IPv4 addresses`);
  const written = bytes.reduce((number, byte) => number * 256 + byte, 0);
  const size = 2 ** (32 - prefix);
  const first = written - (written % size);
  return { first, last: first + size - 1, prefix };
}

/** The range as AWS writes it: beginning at its first address. */
export function canonicalCidr({ first, prefix }: Range): string {
  return `${toAddress(first)}/${prefix}`;
}

/** Whether every address of `inner` is one of `outer`. */
export function contains(outer: Range, inner: Range): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

function toAddress(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}
