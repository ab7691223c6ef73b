import { expect, test } from 'vitest';
import { Stopper } from '../../../src/hub/stop.ts';

test('whoever listens is told once, and those that no longer do are not', () => {
  const stop = new Stopper();
  const told: string[] = [];
  const gone = () => told.push('gone');
  stop.addEventListener('abort', () => {
    told.push('first');
    stop.removeEventListener('abort', gone);
  });
  stop.addEventListener('abort', gone);
  stop.removeEventListener('abort', gone);
  stop.abort('left');
  stop.abort('late');
  expect(told).toEqual(['first']);
  expect(stop).toMatchObject({ aborted: true, reason: 'left' });
  expect(() => stop.throwIfAborted()).toThrow('left');
});
