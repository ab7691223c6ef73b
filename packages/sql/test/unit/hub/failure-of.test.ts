import pg from 'pg';
import { expect, test } from 'vitest';
import { failureOf } from '../../../src/hub/failure-of.ts';
import { busyError, goneError, slowError } from '../../../src/hub/hub-error.ts';

/** What the driver throws for an error of the server. */
function thrown(code: string, fields: { message?: string; detail?: string; where?: string } = {}) {
  return Object.assign(new pg.DatabaseError(fields.message ?? '', 0, 'error'), { code, ...fields });
}

const remote = 'remote SQL command: SELECT id FROM public.orders';
const cannotConnect = 'could not connect to server "orders"';

test.each([
  ['the hop cannot connect', thrown('08001', { message: cannotConnect }), { kind: 'gone', cluster: 'orders' }],
  ['the hop broke', thrown('08006', { where: remote }), { kind: 'gone', cluster: 'orders' }],
  ['the other cluster shuts down', thrown('57P01', { where: remote }), { kind: 'gone', cluster: 'orders' }],
  ['the hub shuts down', thrown('57P01'), { kind: 'gone', cluster: 'users' }],
  ['the hub starts up', thrown('57P03'), { kind: 'gone', cluster: 'users' }],
  [
    'nobody listens at the hub',
    Object.assign(new Error(), { code: 'ECONNREFUSED' }),
    { kind: 'gone', cluster: 'users' },
  ],
  ['the hub went away', new Error('Connection terminated unexpectedly'), { kind: 'gone', cluster: 'users' }],
  ['the hub takes long to connect to', new Error('timeout expired'), { kind: 'gone', cluster: 'users' }],
  ['the hub ended an idle session', thrown('57P05'), { kind: 'gone', cluster: 'users' }],
  [
    'a session broke between two statements',
    new Error('Client has encountered a connection error and is not queryable'),
    { kind: 'gone', cluster: 'users' },
  ],
  ['the hub lets nobody in', thrown('28000', { message: 'PAM authentication failed' }), { kind: 'refused' }],
  ['the hub has no room', thrown('53300'), { kind: 'full' }],
  [
    'the other cluster has no room',
    thrown('08001', { message: cannotConnect, detail: 'FATAL:  too many connections for role "fdw_reader"' }),
    { kind: 'full' },
  ],
  ['the statement ran into its limit', thrown('57014'), { kind: 'slow' }],
  ['a standby replays', thrown('40001'), { kind: 'conflict' }],
  ['a division by zero', thrown('22012', { where: remote }), { kind: 'other' }],
  ['a fault of ours', new TypeError('x is not a function'), { kind: 'other' }],
  ['no error at all', undefined, { kind: 'other' }],
  ['what is known already', goneError('orders'), { kind: 'gone', cluster: 'orders' }],
  ['our own limit of time', slowError(5), { kind: 'slow' }],
  ['our own limit of sessions', busyError('the queue is full'), { kind: 'busy' }],
])('%s', (_what, error, failure) => {
  expect(failureOf(error, 'users', ['orders'])).toEqual(failure);
});
