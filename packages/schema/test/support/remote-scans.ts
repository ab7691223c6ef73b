import { type RemoteStatement, remoteStatements, runExplain } from '@causeway/sql';
import type { TestDatabases } from '@causeway/sql/testing';
import type { CompiledQuery } from 'kysely';
import { expect } from 'vitest';
import { ask, Json, type Variables } from './ask.ts';

/** An operation's answer, and the remote scans of its statements with the rows that travelled. */
export type Analyzed = { readonly answer: Json; readonly scans: readonly RemoteStatement[] };

/** Asks, and runs each of the statements once more under EXPLAIN ANALYZE. */
export async function runAnalyzed(
  databases: TestDatabases,
  source: string,
  variables: Variables = {},
): Promise<Analyzed> {
  const statements: CompiledQuery[] = [];
  const onStatement = (_plan: unknown, statement: CompiledQuery): void => void statements.push(statement);
  const { data, errors } = await ask(databases, source, variables, { onStatement });
  expect(errors).toBeUndefined();
  const plans = await Promise.all(
    statements.map((statement) => runExplain(databases.hub, statement, { analyze: true })),
  );
  return { answer: new Json(data), scans: plans.flatMap(remoteStatements) };
}
