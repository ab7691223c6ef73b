import { type ValueNode, valueFromASTUntyped } from 'graphql';
import { CausewayError } from '../errors.ts';
import { builder } from './builder.ts';

/** `YYYY-MM-DDThh:mm:ss[.ffffff]` with `Z` or an offset. */
const INSTANT = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,6})?([Zz]|[+-]\d{2}:\d{2})$/;
const DECIMAL = /^-?\d+(\.\d+)?$/;

builder.scalarType('DateTime', {
  description: 'An instant, RFC 3339, microseconds kept. Output is in UTC (Z or +00:00); input takes any offset.',
  // The database has written it already, in ISO 8601 and UTC.
  serialize: (value) => value,
  parseValue: (value) => readInstant(value),
  parseLiteral: (node, variables) => readInstant(valueFromASTUntyped(node, variables), node),
});

builder.scalarType('Decimal', {
  description:
    'An exact decimal, as a string with the column\'s scale: "19.90". Input takes a string or an integer, never a float literal that would lose digits.',
  // The database has written it already, as text with the column's scale.
  serialize: (value) => value,
  parseValue: (value) => readDecimal(value),
  parseLiteral: (node, variables) => readDecimal(valueFromASTUntyped(node, variables), node),
});

function readInstant(value: unknown, node?: ValueNode): string {
  if (typeof value === 'string' && INSTANT.test(value) && !Number.isNaN(Date.parse(value))) return value;
  throw badValue(
    'A DateTime is a text like "2026-01-31T12:00:00Z", with an offset and at most 6 fractional digits',
    node,
  );
}

function readDecimal(value: unknown, node?: ValueNode): string {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  if (typeof value === 'string' && DECIMAL.test(value)) return value;
  throw badValue('A Decimal is a text like "19.90": digits, one point, a leading minus, no exponent', node);
}

/** Of a variable graphql-js says which; of a literal only its node can. */
function badValue(message: string, node: ValueNode | undefined): CausewayError {
  return new CausewayError('BAD_USER_INPUT', message, node && node && { nodes: node });
}
