import { CausewayError } from '@causeway/schema';
import { GraphQLError } from 'graphql';
import { expect, test } from 'vitest';
import { type LogEvent, logTo, openLog } from '../../src/server/log.ts';

/** A value that a client sent or a row holds: no log may show it. */
const planted = 'hunter2@example.com';

function written(event: LogEvent): string {
  const lines: string[] = [];
  logTo({ write: (line) => lines.push(line) })(event);
  expect(lines).toHaveLength(1);
  return lines[0] ?? '';
}

const failed = (error: unknown) => written({ level: 'error', message: 'It failed', error });

/** In the shape of the driver's own. */
function databaseError(code: string, message: string): Error {
  const error = Object.assign(new Error(message), { name: 'error' });
  return Object.assign(error, { code, detail: `Key (email)=(${planted})`, where: `$1 = '${planted}'`, query: planted });
}

test('an event is one line of JSON', () => {
  const event: LogEvent = {
    level: 'info',
    message: 'request',
    requestId: 'report-7',
    fields: { statements: 2, codes: ['TIMEOUT'], operation: undefined },
  };
  expect(JSON.parse(written(event))).toEqual({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    message: 'request',
    requestId: 'report-7',
    statements: 2,
    codes: ['TIMEOUT'],
  });
});

test('an error is there with its type, code, calls and causes', () => {
  const cause = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), {
    code: 'ECONNREFUSED',
    syscall: 'connect',
  });
  const error = new CausewayError('SOURCE_UNAVAILABLE', 'Cluster "users" does not answer', { originalError: cause });
  const { error: logged } = JSON.parse(failed(error));
  expect(logged).toMatchObject({
    type: 'GraphQLError',
    message: 'Cluster "users" does not answer',
    cause: { message: 'connect ECONNREFUSED 127.0.0.1:1', code: 'ECONNREFUSED' },
  });
  expect(logged.stack).toMatch(/^ +at /);
});

test('what a login or a table is called stays, so that the fault can be found', () => {
  expect(failed(databaseError('28P01', 'password authentication failed for user "gateway"'))).toContain('gateway');
  expect(failed(databaseError('42P01', 'relation "orders.gone" does not exist'))).toContain('orders.gone');
});

test.each([
  databaseError('22P02', `invalid input syntax for type bigint: "${planted}"`),
  databaseError('23505', `duplicate key value violates unique constraint "users_email"`),
  databaseError('22P02', `invalid input syntax for type json: Token "${planted}`),
  new GraphQLError(`Variable "$email" got invalid value "${planted}"; no`),
  new GraphQLError(`String cannot represent value: { email: ${planted} }`),
  new SyntaxError(`Unexpected token 'h', "${planted}" is not valid JSON`),
  new Error('outer', { cause: new TypeError(`Cannot convert '${planted}\n    at ${planted}'`) }),
  new AggregateError([new Error(`got: ${planted}`)], 'several'),
  Object.assign(new Error('odd'), { password: planted, config: { token: planted } }),
  planted,
  { message: planted },
])('a value never reaches a log: %#', (error) => {
  expect(failed(error)).not.toContain('hunter2');
});

test('errors that refer to themselves, or to a hundred others, end', () => {
  const loop = new Error('loop');
  loop.cause = loop;
  expect(failed(loop).length).toBeLessThan(20_000);
  const many = new AggregateError(Array.from({ length: 100 }, () => new Error('one')));
  expect(JSON.parse(failed(many)).error.errors.length).toBeLessThan(10);
});

test('a person at a terminal reads text, a collector JSON', async () => {
  const lines: string[] = [];
  const write = (line: string) => lines.push(line);
  const event: LogEvent = { level: 'error', message: 'It failed', requestId: 'report-7', error: new Error('why') };
  (await openLog({ write, isTTY: true }))(event);
  (await openLog({ write }))(event);
  expect(lines[0]).toMatch(/It failed[\s\S]*report-7[\s\S]*why/);
  expect(() => JSON.parse(lines[0] ?? '')).toThrow();
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({ message: 'It failed', requestId: 'report-7' });
});
