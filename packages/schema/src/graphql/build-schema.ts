import type { GraphQLSchema } from 'graphql';
import './scalars.ts';
import './types/order.ts';
import './types/order-breakdown.ts';
import './types/order-item.ts';
import './types/product.ts';
import './types/query.ts';
import './types/sales-breakdown.ts';
import './types/user.ts';
import { builder } from './builder.ts';

builder.sharedTypes();
builder.operatorTypes();

/** The GraphQL schema of the sample domain. Its resolvers want a RequestContext. */
export function buildSchema(): GraphQLSchema {
  return builder.toSchema({ sortSchema: false });
}
