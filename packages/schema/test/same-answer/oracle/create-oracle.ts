import {
  buildSchema,
  type ExecutionResult,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  graphql,
  isScalarType,
  printSchema,
  valueFromASTUntyped,
} from 'graphql';
import type { Rows } from '../data/rows.ts';
import { createAnswers } from './answers.ts';
import { checkArguments } from './check-arguments.ts';
import type { Answer } from './connections.ts';
import { parseDecimal } from './decimals.ts';
import { parseInstant } from './instants.ts';

/** A second opinion on every operation: slow, and right by being plain. */
export type Oracle = {
  readonly ask: (source: string, variables: Readonly<Record<string, unknown>>) => Promise<ExecutionResult>;
  /** Every row of every type with an id, as its type's fields give it. */
  readonly nodes: readonly Answer[];
};

/** Takes the surface of a schema, none of its code, and answers from rows in memory. All scopes are granted. */
export function createOracle(surface: GraphQLSchema, rows: Rows): Oracle {
  const schema = buildSchema(printSchema(surface));
  checkScalar(schema, 'DateTime', parseInstant);
  checkScalar(schema, 'Decimal', parseDecimal);
  const answers = createAnswers(rows);

  const fieldResolver: GraphQLFieldResolver<unknown, unknown> = (source, args, _context, info) => {
    if (info.parentType === schema.getQueryType()) checkArguments(info, answers.checks);
    const answer: unknown =
      typeof source === 'object' && source !== null ? Reflect.get(source, info.fieldName) : undefined;
    if (answer === undefined) throw new Error(`The oracle has no answer for ${info.parentType}.${info.fieldName}`);
    return typeof answer === 'function' ? answer(args) : answer;
  };

  return {
    ask: (source, variableValues) =>
      graphql({ schema, source, variableValues, rootValue: answers.query, fieldResolver }),
    nodes: answers.nodes(),
  };
}

/** Refuses what the scalar cannot be; the text itself goes on. */
function checkScalar(schema: GraphQLSchema, name: string, check: (value: unknown) => unknown): void {
  const scalar = schema.getType(name);
  if (!isScalarType(scalar)) throw new Error(`The schema has no scalar ${name}`);
  scalar.parseValue = (value) => {
    check(value);
    return value;
  };
  scalar.parseLiteral = (node, variables) => scalar.parseValue(valueFromASTUntyped(node, variables));
}
