import { runExplain } from '@causeway/sql';
import { createTestDatabases, type TestDatabases } from '@causeway/sql/testing';
import { type CompiledQuery, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultsOf } from '../shipping/faults.ts';
import {
  breakdownOperations,
  filterOperations,
  pageOperations,
  type ShippedOperation,
} from '../shipping/operations.ts';
import { ask, Json, schema, type Variables } from '../support/ask.ts';

let databases: TestDatabases;
beforeAll(async () => {
  databases = await createTestDatabases({ data: 'sample' });
});
afterAll(() => databases[Symbol.asyncDispose]());

/** What is offered and does not ship, with the reason. */
const EXCEPTIONS: readonly { readonly operation: RegExp; readonly why: string }[] = [
  {
    operation: /^\{ .*\borders\(orderBy: \[\{field: USER_NAME, /,
    why: 'the names are in the hub, so that it joins and sorts; ids alone travel until the page is known',
  },
];

const OFFERED: readonly (readonly [string, readonly ShippedOperation[]])[] = [
  ['each operator of each filter', filterOperations(schema)],
  ['each ordering, from both ends, before and after a cursor', pageOperations(schema)],
  ['each dimension of each breakdown, in each order', breakdownOperations(schema)],
];

describe('only what ships is offered:', () => {
  const needed = new Set<RegExp>();

  test.each(OFFERED)('%s', { timeout: 120_000 }, async (_, operations) => {
    const faults: (readonly [string, readonly string[]])[] = [];
    for (let start = 0; start < operations.length; start += SIDE_BY_SIDE) {
      const some = operations.slice(start, start + SIDE_BY_SIDE);
      faults.push(...(await Promise.all(some.map(async (one) => [one.name, await faultsOfOperation(one)] as const))));
    }
    const found = faults.filter(([, faultsOfOne]) => faultsOfOne.length > 0);
    const unexpected = found.filter(([name]) => {
      const exception = EXCEPTIONS.find(({ operation }) => operation.test(name));
      if (exception !== undefined) needed.add(exception.operation);
      return exception === undefined;
    });
    expect(unexpected).toEqual([]);
    expect(operations.length).toBeGreaterThan(20);
  });

  test.each([
    ['a clock in a condition', sql`select id from orders.orders where created_at > now()`, 'filtered on the hub'],
    ['an order without a limit', sql`select id from orders.orders order by id`, 'unbounded'],
    ['a condition alone', sql`select id from orders.orders where total > 1`, 'unbounded'],
    [
      'a window over all rows',
      sql`select * from (select id, row_number() over (order by id) as "#" from orders.orders) as "rows" where "#" <= 5`,
      'unbounded',
    ],
    ['rows of the hub', sql`select o.id from orders.orders o join users u on u.id = o.user_id`, 'under a Hash Join'],
  ])('would be found: %s', async (_, statement, fault) => {
    const faults = faultsOf(await runExplain(databases.hub, statement.compile(databases.hub)));
    expect(faults).toContainEqual(expect.stringContaining(fault));
  });

  test('every exception is still one', () => {
    expect(EXCEPTIONS.filter(({ operation }) => !needed.has(operation))).toEqual([]);
  });
});

const SIDE_BY_SIDE = 8;

async function faultsOfOperation({ document, probe }: ShippedOperation): Promise<readonly string[]> {
  const variables = probe === undefined ? {} : { cursor: cursorIn(await answerTo(probe)) };
  const statements: CompiledQuery[] = [];
  await answerTo(document, variables, (statement) => statements.push(statement));
  if (statements.length !== 1) throw new Error(`${statements.length} statements: ${document}`);
  const plans = await Promise.all(statements.map((statement) => runExplain(databases.hub, statement)));
  return [...new Set(plans.flatMap(faultsOf))];
}

async function answerTo(
  document: string,
  variables: Variables = {},
  onStatement = (_: CompiledQuery): void => undefined,
): Promise<Json> {
  const { data, errors } = await ask(databases, document, variables, {
    onStatement: (_, statement) => onStatement(statement),
  });
  if (errors !== undefined) throw new Error(`${document}\n${JSON.stringify(errors)}`);
  return new Json(data);
}

/** The second of the first cursors in an answer. */
function cursorIn({ value }: Json): unknown {
  const cursors = [...JSON.stringify(value).matchAll(/"cursor":"([^"]+)"/g)].map(([, cursor]) => cursor);
  expect(cursors.length).toBeGreaterThan(1);
  return cursors[1];
}
