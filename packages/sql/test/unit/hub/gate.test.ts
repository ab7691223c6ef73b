import { expect, test } from 'vitest';
import { createGate } from '../../../src/hub/gate.ts';

test('as many enter as there are places, and the next when one leaves, first come, first served', async () => {
  const gate = createGate(2, 10);
  await gate.enter(1_000);
  await gate.enter(1_000);
  const order: string[] = [];
  const waiting = ['first', 'second'].map((name) => gate.enter(1_000).then(() => order.push(name)));
  expect([gate.inside, gate.waiting]).toEqual([2, 2]);
  gate.leave();
  await waiting[0];
  expect(order).toEqual(['first']);
  gate.leave();
  await waiting[1];
  expect([gate.inside, gate.waiting]).toEqual([2, 0]);
  gate.leave();
  gate.leave();
  expect(gate.inside).toBe(0);
});

test('whoever comes to a full queue is refused at once, and whoever waits too long after that time', async () => {
  const gate = createGate(1, 1);
  await gate.enter(0);
  const waiting = gate.enter(20);
  expect(await gate.enter(1_000)).toBe('the queue is full');
  expect(await waiting).toBe('the wait was too long');
  expect(gate.waiting).toBe(0);
});

test('whoever gives up no longer waits, and takes nobody else a place', async () => {
  const gate = createGate(1, 2);
  await gate.enter(0);
  const leaving = new AbortController();
  const left = gate.enter(1_000, leaving.signal);
  const patient = gate.enter(1_000);
  leaving.abort(new Error('gone home'));
  await expect(left).rejects.toThrow('gone home');
  await expect(gate.enter(1_000, leaving.signal)).rejects.toThrow('gone home');
  gate.leave();
  expect(await patient).toBeUndefined();
  expect([gate.inside, gate.waiting]).toEqual([1, 0]);
});
