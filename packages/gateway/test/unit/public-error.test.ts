import { CausewayError } from '@causeway/schema';
import { GraphQLError, Kind } from 'graphql';
import { describe, expect, test } from 'vitest';
import { codeOf, publicError } from '../../src/plugins/public-error.ts';

const field = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: 'total' } } as const;
const variable = { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: 'first' } } as const;
const withCode = (code: string) => new GraphQLError('message', { extensions: { code } });

describe('the code of', () => {
  test.each([
    ['an error raised on purpose is its own', new CausewayError('TIMEOUT', 'late'), 'TIMEOUT'],
    ['a request that Yoga refuses', withCode('BAD_REQUEST'), 'BAD_USER_INPUT'],
    ['a body that is too large', withCode('REQUEST_ENTITY_TOO_LARGE'), 'BAD_USER_INPUT'],
    ['an unknown operation', withCode('OPERATION_RESOLUTION_FAILURE'), 'BAD_USER_INPUT'],
    ['a code that is not of the table', withCode('INTERNAL_SERVER_ERROR'), 'INTERNAL'],
    ['a code that every object has', withCode('toString'), 'INTERNAL'],
    [
      "the executor's complaint about an argument",
      new GraphQLError('no', { nodes: variable, path: ['a'] }),
      'BAD_USER_INPUT',
    ],
    ["the executor's complaint about all variables", new GraphQLError('Too many errors'), 'BAD_USER_INPUT'],
    ['a field that failed', new GraphQLError('no', { nodes: field, path: ['a'] }), 'INTERNAL'],
    ['anything thrown', new GraphQLError('no', { originalError: new Error('no') }), 'INTERNAL'],
  ])('%s', (_, error, code) => {
    expect(codeOf(error)).toBe(code);
  });
});

test('a masked error keeps its place and gains the id, and nothing of what was thrown', () => {
  const thrown = new GraphQLError('password=hunter2', {
    nodes: field,
    path: ['user', 'name'],
    originalError: new Error('password=hunter2'),
    extensions: { detail: 'hunter2' },
  });
  const shown = publicError(thrown, 'some', 'id-1');
  expect(shown.toJSON()).toEqual({
    message: 'Unexpected error.',
    path: ['user', 'name'],
    extensions: { code: 'INTERNAL', requestId: 'id-1' },
  });
  expect(shown.originalError).toBeUndefined();
});

test('an answer that carries data is a success, whatever its errors', () => {
  const error = new CausewayError('TIMEOUT', 'late');
  expect(publicError(error, 'some', 'id').extensions['http']).toBeUndefined();
  expect(publicError(error, 'null', 'id').extensions['http']).toMatchObject({ status: 504 });
});
