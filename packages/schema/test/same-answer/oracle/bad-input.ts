import { GraphQLError } from 'graphql';

/** The refusal of an argument that cannot stand so. */
export function badInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}
