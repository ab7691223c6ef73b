import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TestDatabases } from '@causeway/sql/testing';
import { format } from 'sql-formatter';
import { printPlan, type Statistics } from '../../src/index.ts';
import { ask, type Variables } from './ask.ts';

const folder = new URL('../cases/', import.meta.url);

/** The names of all cases: `<topic>/<case>`, each an operation in `<name>.graphql`. */
export function caseNames(): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.graphql'))
    .map((file) => file.slice(0, -'.graphql'.length))
    .sort();
}

/** What stands beside a case, by the ending of its file. */
export type CaseFiles = Readonly<Record<'.plan.txt' | '.sql' | '.remote.sql' | '.json', string>>;

/** Runs a case: the plans, the hub's statements, the statements that the other cluster received, and the answer. */
export async function runCase(databases: TestDatabases, name: string): Promise<CaseFiles> {
  const plans: string[] = [];
  const statements: string[] = [];
  const remote = await databases.recordRemote();
  const result = await ask(databases, read(name, '.graphql'), readVariables(name), {
    statistics: readStatistics(name),
    onStatement: (plan, statement) => {
      plans.push(printPlan(plan));
      statements.push(statement.sql);
    },
  });
  return {
    '.plan.txt': plans.join('\n'),
    '.sql': statements.map(formatSql).join('\n'),
    // Sorted: fields of Query run side by side, and their order of arrival says nothing.
    '.remote.sql': (await remote.queries()).map(formatSql).sort().join('\n'),
    '.json': `${JSON.stringify(result, null, 2)}\n`,
  };
}

/** What the repository holds beside a case; an absent file reads as nothing. */
export function readCase(name: string): CaseFiles {
  return {
    '.plan.txt': read(name, '.plan.txt'),
    '.sql': read(name, '.sql'),
    '.remote.sql': read(name, '.remote.sql'),
    '.json': read(name, '.json'),
  };
}

/** Writes what a case gave beside it: for whoever adds a case or means a change, with UPDATE_CASES=1. */
export function writeCase(name: string, files: CaseFiles): void {
  for (const [ending, text] of Object.entries(files)) writeFileSync(pathOf(name, ending), text);
}

function readVariables(name: string): Variables {
  const text = read(name, '.vars.json');
  return text === '' ? {} : JSON.parse(text);
}

/** What the hub is said to know of its values: of tables by name their rows, and of columns the shares of values. */
function readStatistics(name: string): Statistics | undefined {
  const text = read(name, '.statistics.json');
  if (text === '') return undefined;
  const tables: Readonly<
    Record<
      string,
      { readonly rows: number; readonly shares: Readonly<Record<string, Readonly<Record<string, number>>>> }
    >
  > = JSON.parse(text);
  return Object.fromEntries(
    Object.entries(tables).map(([table, { rows, shares }]) => {
      const columns = Object.entries(shares).map(([column, common]) => {
        const known = { distinct: Object.keys(common).length, nulls: 0, common: new Map(Object.entries(common)) };
        return [column, known] as const;
      });
      return [table, { rows, columns: Object.fromEntries(columns) }];
    }),
  );
}

function read(name: string, ending: string): string {
  const path = pathOf(name, ending);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

function pathOf(name: string, ending: string): string {
  return fileURLToPath(new URL(`${name}${ending}`, folder));
}

function formatSql(sql: string): string {
  return `${format(sql, { language: 'postgresql', keywordCase: 'lower', functionCase: 'lower', expressionWidth: 100 })};\n`;
}
