import type { TestDatabases } from '@causeway/sql/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCaseDatabases } from '../support/case-databases.ts';
import { caseNames, readCase, runCase, writeCase } from '../support/cases.ts';

/*
 * Each test/cases/<topic>/<case>.graphql is asked of the sample and two rows more; its plan, its SQL, what the orders cluster
 * received and the answer stand beside it. `UPDATE_CASES=1 pnpm test cases` writes them anew: read the difference before it is
 * committed.
 */

let databases: TestDatabases;
beforeAll(async () => {
  databases = await createCaseDatabases();
});
afterAll(() => databases[Symbol.asyncDispose]());

const update = process.env['UPDATE_CASES'] === '1' && process.env['CI'] === undefined;

test.each(caseNames())('%s', async (name) => {
  const actual = await runCase(databases, name);
  if (update) writeCase(name, actual);
  expect(actual).toEqual(readCase(name));
});
