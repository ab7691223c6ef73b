import { nastyDecimals, nastyInstants, nastyTexts } from '../data/nasty-values.ts';
import type { Oracle } from '../oracle/create-oracle.ts';

/** Where a value is wanted: a field of a type with rows, as far as the schema's names tell. */
export type Subject = { readonly type: string; readonly field: string } | undefined;

/** Values that occur in the data, so that filters hit. */
export type Pools = {
  /** Whether rows of that type are known. */
  readonly has: (type: string) => boolean;
  /** The values of that field, or, where it is unknown, values that its scalar has somewhere. */
  readonly of: (scalar: string, subject: Subject) => readonly string[];
};

export function createPools({ nodes }: Oracle): Pools {
  const types = Map.groupBy(nodes, (node) => String(node['__typename']));
  const known = new Map<string, readonly string[]>();
  for (const [type, members] of types) {
    for (const field of Object.keys(members[0] ?? {})) {
      const values = members.map((member) => member[field]);
      if (values.every((value) => typeof value !== 'function')) {
        known.set(`${type}.${field}`, [...new Set(values.map(String))]);
      }
    }
  }
  const anywhere: Readonly<Record<string, readonly string[]>> = {
    ID: [...types.values()].flatMap((members) => members.slice(0, 40).map((member) => String(member['id']))),
    String: nastyTexts,
    Int: ['-1', '0', '1', '2', '3', '5', '8', '20', '1000', '2147483647'],
    Decimal: nastyDecimals,
    DateTime: nastyInstants,
  };
  return {
    has: (type) => types.has(type),
    of: (scalar, subject) => {
      const values = known.get(`${subject?.type}.${subject?.field}`) ?? anywhere[scalar];
      if (values === undefined) throw new Error(`Nothing is known to generate a ${scalar} from`);
      return values;
    },
  };
}
