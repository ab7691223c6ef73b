import { compareWithDecimal, parseDecimal } from './decimals.ts';
import { given, listOf } from './given.ts';
import { type NodeType, parseIdOf } from './ids.ts';
import { parseInstant } from './instants.ts';
import { compareTexts, ignoringCase } from './texts.ts';

/** Whether a row, or a value, is wanted. */
export type Test<Value> = (value: Value) => boolean;

type Operator<Value> = (operand: unknown) => Test<Value>;

/** `{ eq: …, gt: … }`: all the operators that are given must hold. */
function operators<Value>(input: unknown, known: Readonly<Record<string, Operator<Value>>>): Test<Value> {
  const tests = given(input).map(([name, operand]) => {
    const operator = known[name];
    if (operator === undefined) throw new Error(`The oracle knows no operator ${name}`);
    return operator(operand);
  });
  return (value) => tests.every((test) => test(value));
}

/** The five comparisons, for values that `compare` puts in order against an operand. */
function comparisons<Value, Operand>(
  input: unknown,
  read: (operand: unknown) => Operand,
  compare: (value: Value, operand: Operand) => number,
): Test<Value> {
  const operator =
    (holds: (order: number) => boolean): Operator<Value> =>
    (given) => {
      const operand = read(given);
      return (value) => holds(compare(value, operand));
    };
  return operators(input, {
    eq: operator((order) => order === 0),
    gt: operator((order) => order > 0),
    gte: operator((order) => order >= 0),
    lt: operator((order) => order < 0),
    lte: operator((order) => order <= 0),
  });
}

/** DateTimeFilter. */
export function testInstant(input: unknown): Test<bigint> {
  return comparisons(input, parseInstant, (value, operand) => (value < operand ? -1 : value > operand ? 1 : 0));
}

/** DecimalFilter, of hundredths. */
export function testDecimal(input: unknown): Test<bigint> {
  return comparisons(input, parseDecimal, compareWithDecimal);
}

/** IntFilter. */
export function testInt(input: unknown): Test<number> {
  return comparisons(input, Number, (value, operand) => value - operand);
}

/** StringFilter. */
export function testText(input: unknown): Test<string> {
  return operators<string>(input, {
    eq: (operand) => (value) => compareTexts(value, String(operand)) === 0,
    in: (operand) => (value) => listOf(operand).includes(value),
    startsWith: (operand) => {
      const start = ignoringCase(String(operand));
      return (value) => ignoringCase(value).startsWith(start);
    },
    contains: (operand) => {
      const part = ignoringCase(String(operand));
      return (value) => ignoringCase(value).includes(part);
    },
  });
}

/** The filters of enums, whose members are the stored values in capitals. */
export function testEnum(input: unknown): Test<string> {
  return operators<string>(input, {
    eq: (operand) => (value) => value.toUpperCase() === operand,
    in: (operand) => (value) => listOf(operand).includes(value.toUpperCase()),
  });
}

/** IDFilter, of the ids of one type. */
export function testId(type: NodeType, input: unknown): Test<bigint> {
  return operators<bigint>(input, {
    eq: (operand) => {
      const wanted = parseIdOf(type, operand);
      return (key) => key === wanted;
    },
    in: (operand) => {
      const wanted = listOf(operand).map((id) => parseIdOf(type, id));
      return (key) => wanted.includes(key);
    },
  });
}
