import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { connect, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type HttpServer, ListenError, startHttp } from '../../src/server/start-http.ts';
import { poll } from '../support/load.ts';

const loopback = { host: '127.0.0.1', port: 0, otherPort: false };

/** A server whose answers wait until the test lets them go. */
async function startHeld(): Promise<{ server: HttpServer; arrived: Promise<void>; release(): void }> {
  const arrived = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const listener: RequestListener = async (_request, response) => {
    arrived.resolve();
    await released.promise;
    response.end('done');
  };
  return { server: await startHttp(listener, loopback), arrived: arrived.promise, release: released.resolve };
}

const urlOf = (server: HttpServer) => `http://127.0.0.1:${server.port}/`;

test('a request that runs is finished, new connections are refused, and the connection is not kept', async () => {
  const { server, arrived, release } = await startHeld();
  const running = fetch(urlOf(server));
  await arrived;
  const stopped = server.stop(5_000);
  await expect(fetch(urlOf(server))).rejects.toThrow();
  release();
  const response = await running;
  expect(await response.text()).toBe('done');
  expect(response.headers.get('connection')).toBe('close');
  await stopped;
});

test('a request that arrives on an open connection in the moment of stopping is answered', async () => {
  const server = await startHttp((_request, response) => response.end('done'), loopback);
  const socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
  const stopped = server.stop(5_000);
  socket.write('GET / HTTP/1.1\r\nHost: test\r\n\r\n');
  expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*done/);
  await stopped;
});

test('connections that wait for a request, the first or another, do not hold a stop up', async () => {
  const server = await startHttp((_request, response) => response.end('done'), loopback);
  const unused = connect(server.port, '127.0.0.1');
  const used = connect(server.port, '127.0.0.1');
  used.write('GET / HTTP/1.1\r\nHost: test\r\n\r\n');
  await Promise.all([once(unused, 'connect'), once(used, 'data')]);
  const closed = Promise.all([unused, used].map((socket) => once(socket.resume(), 'close')));
  const start = performance.now();
  await Promise.all([server.stop(60_000), closed]);
  expect(performance.now() - start).toBeLessThan(3_000);
});

test('what still runs after the limit is cut off', async () => {
  const { server, arrived } = await startHeld();
  const running = fetch(urlOf(server)).catch(() => 'cut off');
  await arrived;
  await server.stop(200);
  expect(await running).toBe('cut off');
});

test('a port that is taken: another one, or an error that says what to do', async () => {
  const first = await startHttp((_request, response) => response.end(), loopback);
  const second = await startHttp((_request, response) => response.end(), {
    ...loopback,
    port: first.port,
    otherPort: true,
  });
  expect(second.port).not.toBe(first.port);
  const third = startHttp((_request, response) => response.end(), { ...loopback, port: first.port });
  await expect(third).rejects.toThrow(ListenError);
  await expect(third).rejects.toThrow(
    `Port ${first.port} of 127.0.0.1 is taken by another program: choose another with --port.`,
  );
  await Promise.all([first.stop(0), second.stop(0)]);
});

test('under load, each request on a connection that was taken is answered', async () => {
  const taken = new Set<number | undefined>();
  const onSocket = (message: unknown) => void taken.add(portOf(message));
  subscribe('net.server.socket', onSocket);
  for (const _ of [1, 2, 3, 4, 5]) {
    const server = await startHttp(async (request, response) => {
      await request.resume().forEach(() => {});
      await sleep(5 * Math.random());
      response.end('done');
    }, loopback);
    const clients = [true, false].flatMap((keepAlive) =>
      Array.from({ length: 25 }, (_, pauseMs) => poll(urlOf(server), '{ a }', { keepAlive, pauseMs })),
    );
    await sleep(300);
    const stopped = server.stop(5_000);
    const outcomes = (await Promise.all(clients)).flat();
    await stopped;
    // The others wait in the kernel, which resets them when nobody listens any more.
    expect(outcomes.filter((outcome) => outcome.kind === 'failed' && taken.has(outcome.port))).toEqual([]);
    expect(outcomes.filter(({ kind }) => kind === 'answered').length).toBeGreaterThan(50);
    taken.clear();
  }
  unsubscribe('net.server.socket', onSocket);
});

test('a server that retires takes new connections, and each answer closes its own', async () => {
  const server = await startHttp((_request, response) => response.end('done'), loopback);
  const before = await fetch(urlOf(server));
  expect(before.headers.get('connection')).toBe('keep-alive');
  server.retire();
  const after = await fetch(urlOf(server));
  expect(after.headers.get('connection')).toBe('close');
  await server.stop(0);
});

function portOf(message: unknown): number | undefined {
  const socket = typeof message === 'object' && message !== null && 'socket' in message ? message.socket : undefined;
  return socket instanceof Socket ? socket.remotePort : undefined;
}

async function readAll(socket: Socket): Promise<string> {
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  return text;
}
