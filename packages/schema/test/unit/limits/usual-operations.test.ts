import { getIntrospectionQuery } from 'graphql';
import { describe, expect, test } from 'vitest';
import { passed } from './refused.ts';

describe('what is usual passes', () => {
  test.each([
    ['introspection', getIntrospectionQuery()],
    [
      'introspection with all that can be asked',
      getIntrospectionQuery({
        descriptions: true,
        specifiedByUrl: true,
        directiveIsRepeatable: true,
        schemaDescription: true,
        inputValueDeprecation: true,
        oneOf: true,
      }),
    ],
    [
      'four connections of the default size through edges and node, each with its page info',
      `{ users { ...U pageInfo { hasNextPage endCursor } } }
       fragment U on UserConnection { edges { cursor node { id name orders { edges { cursor node { id total
         user { id name orders { edges { cursor node { id total items { edges { cursor node { quantity product { name } } } pageInfo { endCursor } } } } pageInfo { endCursor } } }
       } } pageInfo { endCursor } } } } }`,
    ],
    [
      'users with orders and items',
      '{ users(first: 50) { nodes { id name orders(first: 5) { nodes { id items(first: 3) { nodes { product { name } } } } } } } }',
    ],
  ])('%s', (_, source) => {
    expect(passed(source)).toEqual([]);
  });
});
