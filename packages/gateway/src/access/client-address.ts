import { isIPv6 } from 'node:net';

/**
 * The address of whoever sends a request: of the connection, or, behind proxies of one's own, what the first of these took down in
 * X-Forwarded-For. Each proxy appends whom it was sent the request by; what stands before that was written by the client, and is not believed.
 */
export function clientAddress(connection: string, forwardedFor: string | null, proxies: number): string {
  if (proxies === 0) return connection;
  const known = (forwardedFor ?? '').split(',').map((address) => address.trim());
  const chain = [...known.filter((address) => address !== ''), connection];
  return chain[Math.max(0, chain.length - 1 - proxies)] ?? connection;
}

/**
 * What is counted as one client: an address, or, of IPv6, the network that a single subscriber has. Some proxies write the port down
 * too, which is another one for each connection.
 */
export function networkOf(address: string): string {
  const plain = withoutPort(address).replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail = ''] = plain.split('::');
  const [before, after] = [groupsOf(head), groupsOf(tail)];
  const missing = plain.includes('::') ? Math.max(0, 8 - before.length - after.length) : 0;
  return [...before, ...Array<string>(missing).fill('0'), ...after].slice(0, 4).join(':');
}

function withoutPort(address: string): string {
  const [, inBrackets, beforePort] = /^(?:\[([^\]]+)\](?::\d+)?|([\d.]+):\d+)$/.exec(address) ?? [];
  return inBrackets ?? beforePort ?? address;
}

function groupsOf(part: string): readonly string[] {
  return part === '' ? [] : part.split(':').map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''));
}
