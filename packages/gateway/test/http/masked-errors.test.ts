import { expect, test } from 'vitest';
import { createGatewayWorld } from '../support/gateway-world.ts';
import { post, readAnswer } from '../support/post.ts';

test("a fault of ours is masked, and logged once with the request's id", async () => {
  await using world = await createGatewayWorld('empty');
  const users = post({ query: '{ users { nodes { id } } }' });
  expect(await readAnswer(await world.fetch('/graphql', users))).toMatchObject({ status: 200 });
  await world.hub.destroy();

  const headers = { 'x-request-id': 'report-7' };
  const response = await world.fetch('/graphql', post({ query: '{ users { nodes { id } } }' }, { headers }));

  expect(response.headers.get('x-request-id')).toBe('report-7');
  const { status, data, errors } = await readAnswer(response);
  expect({ status, data }).toEqual({ status: 500, data: null });
  expect(errors).toMatchObject([
    { message: 'Unexpected error.', extensions: { code: 'INTERNAL', requestId: 'report-7' } },
  ]);
  expect(world.logged).toHaveLength(1);
  expect(world.logged[0]).toMatchObject({
    level: 'error',
    message: 'Unexpected error at users',
    requestId: 'report-7',
  });
  expect(String(world.logged[0]?.error)).toMatch(/destroyed|end/);
});

test('an id that could forge lines of a log is replaced', async () => {
  await using world = await createGatewayWorld('empty');
  const ids = ['x'.repeat(200), 'a b', undefined].map(async (id) => {
    const headers = id === undefined ? {} : { 'x-request-id': id };
    return (await world.fetch('/graphql', post({ query: '{ __typename }' }, { headers }))).headers.get('x-request-id');
  });
  for (const id of await Promise.all(ids)) expect(id).toMatch(/^[\da-f]{8}-[\da-f-]{27}$/);
});
