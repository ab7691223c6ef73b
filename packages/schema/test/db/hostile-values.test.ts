import { createTestDatabases, type TestDatabases } from '@causeway/sql/testing';
import { type ExecutionResult, GraphQLString, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Door, findDoors } from '../doors/doors.ts';
import { type HostileValue, hostileValues } from '../doors/hostile-values.ts';
import { placesIn, placesOf } from '../doors/places.ts';
import { forms, type Question, writeQuestion } from '../doors/write-question.ts';
import { findDifference } from '../same-answer/compare-answers.ts';
import { insertNastyRows } from '../same-answer/data/insert-rows.ts';
import { loadRows } from '../same-answer/data/load-rows.ts';
import type { Rows } from '../same-answer/data/rows.ts';
import { createOracle, type Oracle } from '../same-answer/oracle/create-oracle.ts';
import { ask, schema } from '../support/ask.ts';

/** Values that are sent through a door where another one to the same place gets them all. */
const SAMPLE = 2;
const SIDE_BY_SIDE = 16;

let databases: TestDatabases;
let oracle: Oracle;
let rows: Rows;
beforeAll(async () => {
  databases = await createTestDatabases({ data: 'empty' });
  await insertNastyRows(databases);
  rows = await loadRows(databases);
  oracle = createOracle(schema, rows);
});
afterAll(() => databases[Symbol.asyncDispose]());

const doors = findDoors(schema);
/** Of the doors to one place the one with the shortest way. */
const mainDoors = new Map(
  doors.toSorted((a, b) => b.inputs.length - a.inputs.length).map((door) => [door.place, door]),
);
const places = new Set<string>();
const asked = new Set<Door>();
let answersWithRows = 0;

describe('every value gets its literal meaning, or is refused with its place:', () => {
  test.each([...Map.groupBy(doors, ({ path }) => path.split('.').slice(0, 3).join('.'))])('%s', async (_, some) => {
    const questions = some.flatMap((door) => questionsOf(door, doors.indexOf(door)));
    for (let start = 0; start < questions.length; start += SIDE_BY_SIDE) {
      await Promise.all(questions.slice(start, start + SIDE_BY_SIDE).map(askBoth));
    }
    expect(some.filter((door) => !asked.has(door)).map(({ path }) => path)).toEqual([]);
  });
});

test('the name of a type that introspection is asked for finds a type, or nothing', async () => {
  const document = 'query ($name: String!) { __type(name: $name) { name } }';
  for (const { value } of hostileValues(GraphQLString)) {
    const { data, errors } = await ask(databases, document, { name: value });
    expect(typeof value === 'string' ? data : errors?.length).toEqual(typeof value === 'string' ? { __type: null } : 1);
  }
});

describe('and in the end', () => {
  test('every place of the schema that takes a value was asked', () => {
    expect([...placesOf(schema)].filter((place) => !places.has(place))).toEqual([]);
    expect(asked.size).toBe(doors.length);
    expect(answersWithRows).toBeGreaterThan(300);
  });

  test('all tables hold the rows that they held', async () => {
    expect(await loadRows(databases)).toEqual(rows);
  });
});

type Asked = Question & { readonly door: Door; readonly value: HostileValue };

/** All values where the door is the main one to its place, and some of them otherwise; forms and values take turns. */
function questionsOf(door: Door, number: number): readonly Asked[] {
  const values = hostileValues(door.type);
  const all = mainDoors.get(door.place) === door;
  return Array.from({ length: all ? values.length : SAMPLE }, (_, index) => index).flatMap((index) => {
    const value = values[(all ? index : number * SAMPLE + index) % values.length];
    const form = forms[(number + index) % forms.length];
    const question = value && form && (writeQuestion(door, value, form) ?? writeQuestion(door, value, 'variable'));
    return value && question ? [{ ...question, door, value }] : [];
  });
}

async function askBoth({ door, value, document, variables }: Asked): Promise<void> {
  const [product, right] = await Promise.all([
    ask(databases, document, variables),
    value.refused === true ? undefined : answerOfOracle(document, variables),
  ]);
  const { errors = [] } = product;
  const what = [document, JSON.stringify(variables), JSON.stringify(product)]
    .map((text) => text.slice(0, 2_000))
    .join('\n');
  if (right === undefined || right.errors !== undefined) {
    expect(errors.length, `Answered, and has to be refused: ${what}`).toBeGreaterThan(0);
    for (const error of errors) expect(isRefusal(error, door), `No refusal with its place: ${what}`).toBe(true);
  } else {
    expect(findDifference(product, right), what).toBeUndefined();
    if (/"id":"\w+:\d/.test(JSON.stringify(product))) answersWithRows += 1;
  }
  asked.add(door);
  if (isDocument(document)) for (const place of placesIn(schema, document)) places.add(place);
}

async function answerOfOracle(...question: Parameters<Oracle['ask']>): Promise<ExecutionResult> {
  return JSON.parse(JSON.stringify(await oracle.ask(...question)));
}

/**
 * What graphql-js says of a document, its variables or an argument has its place in the document; what the schema says is
 * BAD_USER_INPUT, and names the place.
 */
function isRefusal(
  { message, locations, extensions, path }: NonNullable<ExecutionResult['errors']>[number],
  { path: place, argument, inputs }: Door,
): boolean {
  const code = extensions?.['code'];
  if (path === undefined) return (code === undefined || code === 'BAD_USER_INPUT') && locations !== undefined;
  if (code === undefined) return message.startsWith(`Argument "${argument.name}" `);
  const names = place.split('.');
  // Operators of a column share its place.
  const column = names.slice(0, inputs.length > 1 ? -1 : names.length).join('.');
  return code === 'BAD_USER_INPUT' && message.replaceAll(/\[\d+\]/g, '').startsWith(column);
}

/** Unpaired surrogates and the like keep a text from being a document at all. */
function isDocument(text: string): boolean {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}
