import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EmulatorWorld, type Front, sign, signIn, startEmulatorWorld } from './emulator-world.ts';
import {
  codes,
  connectWire,
  connectWireTls,
  message,
  passwordRequest,
  readyForQuery,
  startSession,
  startupPacket,
} from './wire-client.ts';

let world: EmulatorWorld;
let front: Front;
beforeAll(async () => {
  world = await startEmulatorWorld();
  front = await world.front({ signInTimeoutMs: 1_000 });
});
afterAll(async () => {
  await front[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

const session = async () =>
  await startSession(front.endpoint, world.authority.certificate, 'signed', await sign(front));

/** What any client must still be able to do after another one misbehaved. */
async function expectService(): Promise<void> {
  expect(await signIn(world, front, { password: await sign(front) })).toBe('signed');
}

it.each([
  ['an HTTP request', Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')],
  ['TLS from the first byte', Buffer.from('16030100c8010000c40303', 'hex')],
  ['a length of zero', Buffer.alloc(8)],
  ['a packet of a gigabyte', Buffer.from('4000000000030000', 'hex')],
  ['noise', randomBytes(50_000).fill(255, 0, 1)],
])('closes a connection that begins with %s, without a word', async (_, bytes) => {
  await using client = await connectWire(front.endpoint);
  client.socket.write(bytes);
  expect(await client.ended).toBe('');
  await expectService();
});

it.each<[string, Buffer, string]>([
  ['another version', startupPacket(2 << 16), 'unsupported frontend protocol 2.0'],
  ['no user', startupPacket(codes.version3, 'database\0x\0\0'), 'no PostgreSQL user name specified in startup packet'],
  ['no end', startupPacket(codes.version3, 'user\0signed'), 'invalid startup packet layout'],
  [
    'bytes behind its request for TLS, which somebody else may have put there',
    Buffer.concat([startupPacket(codes.tls), startupPacket(codes.version3, 'user\0signed\0\0')]),
    'received unencrypted data after SSL request',
  ],
])('says what is wrong with: %s', async (_, bytes, text) => {
  await using client = await connectWire(front.endpoint);
  client.socket.write(bytes);
  const answer = await client.ended;
  expect(answer).toContain('SFATAL\0VFATAL\0C08P01\0M');
  expect(answer).toContain(text);
});

it('answers a request for TLS within TLS as a violation', async () => {
  await using client = await connectWireTls(front.endpoint, world.authority.certificate);
  client.socket.write(startupPacket(codes.tls));
  expect(await client.ended).toContain('C08P01');
});

it('closes a connection on which nothing is said, or TLS is never begun, when its time is over', async () => {
  await using silent = await connectWire(front.endpoint);
  await using half = await connectWire(front.endpoint);
  half.socket.write(startupPacket(codes.tls));
  const startedAt = performance.now();
  expect(await silent.ended).toBe('');
  expect(await half.ended).toBe('S');
  expect(performance.now() - startedAt).toBeLessThan(4_000);
});

it('ends a sign-in that takes too long, dribbled passwords included', async () => {
  await using client = await connectWireTls(front.endpoint, world.authority.certificate);
  client.socket.write(startupPacket(codes.version3, 'user\0signed\0\0'));
  await client.received(passwordRequest);
  client.socket.write('p\0\0');
  expect(await client.ended).toContain('C57014\0Mcanceling authentication due to timeout');
  expect(front.events.at(-1)).toMatchObject({ outcome: 'refused', because: 'it took too long' });
});

it.each([
  ['a query instead of a password', message('Q', 'select 1\0')],
  ['a password of a gigabyte', Buffer.from('7040000000', 'hex')],
  ['a password without an end', message('p', 'abc')],
  ['two passwords in one', message('p', 'abc\0def\0')],
])('refuses %s', async (_, bytes) => {
  await using client = await connectWireTls(front.endpoint, world.authority.certificate);
  client.socket.write(startupPacket(codes.version3, 'user\0signed\0\0'));
  await client.received(passwordRequest);
  client.socket.write(bytes);
  expect(await client.ended).toContain('C08P01\0Minvalid password packet');
});

it('takes a sign-in that comes byte by byte', async () => {
  await using client = await connectWireTls(front.endpoint, world.authority.certificate);
  const password = message('p', `${await sign(front)}\0`);
  for (const byte of startupPacket(codes.version3, 'user\0signed\0database\0postgres\0\0'))
    client.socket.write(Buffer.of(byte));
  await client.received(passwordRequest);
  for (const byte of password) client.socket.write(Buffer.of(byte));
  await client.received(readyForQuery);
});

it('passes a cancel request on, in plain text and over TLS', async () => {
  for (const open of [
    connectWire,
    (endpoint: Front['endpoint']) => connectWireTls(endpoint, world.authority.certificate),
  ]) {
    await using client = await session();
    const started = await client.received(readyForQuery);
    const keyAt = started.indexOf('K\0\0\0\u000c') + 5;
    const key = Buffer.from(started.slice(keyAt, keyAt + 8), 'latin1');
    client.socket.write(message('Q', 'select pg_sleep(60)\0'));
    await expect.poll(() => countBackends("state = 'active'")).toBe(1);
    await using other = await open(front.endpoint);
    other.socket.write(startupPacket(codes.cancel, key));
    expect(await other.ended).toBe('');
    await client.received('C57014\0Mcanceling statement due to user request');
  }
});

it('still answers a client that says it will send no more', async () => {
  await using client = await session();
  client.socket.end(message('Q', "select pg_sleep(0.2), 'the answer'\0"));
  expect(await client.ended).toContain('the answer');
  await expect.poll(() => countBackends()).toBe(0);
});

it('ends the session of a client that breaks its connection, and of one that leaves while it asks', async () => {
  await using idle = await session();
  await using asking = await session();
  asking.socket.write(message('Q', 'select generate_series(1, 1e9)\0'));
  await asking.received('generate_series');
  expect(await countBackends()).toBe(2);
  idle.reset();
  asking.socket.destroy();
  await expect.poll(() => countBackends(), { timeout: 10_000 }).toBe(0);
});

it('lets a client go that never reads its last bytes, once the server has closed', async () => {
  await using impatient = await world.front({ partingMs: 300 });
  const token = await sign(impatient);
  await using client = await startSession(impatient.endpoint, world.authority.certificate, 'signed', token);
  client.socket.pause();
  client.socket.write(message('Q', "select repeat('x', 1000) from generate_series(1, 1e6)\0"));
  await expect.poll(() => countBackends("wait_event = 'ClientWrite'"), { timeout: 10_000 }).toBe(1);
  await world.asSuperuser("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'signed'");
  const knocking = setInterval(() => client.socket.write(message('S', '')), 50);
  await client.ended.finally(() => clearInterval(knocking));
});

it('passes much through unchanged, both ways', async () => {
  const query = `select md5(repeat('x', 30000000)) || length('${'y'.repeat(5_000_000)}') as value`;
  const [value, text] = await Promise.all([
    signIn(world, front, { password: await sign(front), query }),
    signIn(world, front, { password: await sign(front), query: "select repeat('z', 30000000) as value" }),
  ]);
  expect(value).toMatch(/^[0-9a-f]{32}5000000$/);
  expect(String(text)).toHaveLength(30_000_000);
});

it('says that the server does not answer, and takes clients again once it does', async () => {
  await using lost = await world.front({
    findServer: () => ({ ...world.behind, endpoint: { host: '127.0.0.1', port: 1 }, trusted: { path: '/nowhere' } }),
  });
  const refused = expect.objectContaining({ code: '57P03' });
  await expect(signIn(world, lost, { password: await sign(lost) })).rejects.toThrow(refused);
  await expect(signIn(world, lost, { user: 'plain', password: 'x' })).rejects.toThrow(refused);
  await expectService();
});

/** Sessions of the user `signed`. */
async function countBackends(condition = 'true'): Promise<unknown> {
  return await world.asSuperuser(
    `select count(*)::int as value from pg_stat_activity where usename = 'signed' and ${condition}`,
  );
}
