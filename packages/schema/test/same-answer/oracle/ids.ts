import { badInput } from './bad-input.ts';

const TYPES = ['User', 'Order', 'OrderItem', 'Product'] as const;

export type NodeType = (typeof TYPES)[number];

/** Takes `User:42` apart; BAD_USER_INPUT where it is malformed, of an unknown type, or too large for a bigint. */
export function parseId(id: unknown): { readonly type: NodeType; readonly key: bigint } {
  const [, name, digits] = /^(\w+):(0|[1-9]\d*)$/.exec(String(id)) ?? [];
  const type = TYPES.find((known) => known === name);
  if (type === undefined || digits === undefined) throw badInput(`${id} is no id`);
  const key = BigInt(digits);
  if (key >= 2n ** 63n) throw badInput(`${id} is too large`);
  return { type, key };
}

/** The key of an id that has to be of one type. */
export function parseIdOf(type: NodeType, id: unknown): bigint {
  const parsed = parseId(id);
  if (parsed.type !== type) throw badInput(`${id} is not the id of a ${type}`);
  return parsed.key;
}

export function printId(type: NodeType, key: bigint): string {
  return `${type}:${key}`;
}
