import { buildSchema, defaultLimits } from '@causeway/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openToEverybody } from '../../src/access/authenticate.ts';
import { createGateway } from '../../src/server/create-yoga.ts';
import { createGatewayWorld, type GatewayWorld } from '../support/gateway-world.ts';
import { post, readAnswer } from '../support/post.ts';
import { widest } from './rough/widest-operation.ts';

let world: GatewayWorld;
beforeAll(async () => {
  world = await createGatewayWorld('sample');
});
afterAll(() => world[Symbol.asyncDispose]());

const body = JSON.stringify(widest);

test('the widest legal operation, which stands at every limit at once, is answered whole', {
  timeout: 180_000,
}, async () => {
  const { status, data, codes } = await readAnswer(await world.fetch('/graphql', post(body)));
  expect({ status, codes }).toEqual({ status: 200, codes: [] });
  expect(world.logged).toEqual([]);
  expect(data).toMatchObject({
    s0: { count: 30_000 },
    s18: { count: 30_000 },
    wide: { totalCount: 1_000 },
    t48: null,
    u252: 'Query',
  });
});

test.each(Object.entries(defaultLimits))(
  'at %s below %i it is refused, for this and nothing else',
  async (limit, value) => {
    const maximum = value - 1;
    const gateway = createGateway({
      schema: buildSchema(),
      hub: world.hub,
      log: () => {},
      authenticate: openToEverybody,
      limits: { [limit]: maximum },
    });
    const answer = await readAnswer(await gateway.fetch('http://gateway.test/graphql', post(body)));
    expect(answer).toMatchObject({
      status: 400,
      data: undefined,
      errors: [{ extensions: { code: 'TOO_COMPLEX', limit, value, maximum } }],
    });
    expect(answer.errors).toHaveLength(1);
  },
);
