import type { TestDatabases } from '@causeway/sql/testing';
import { sql } from 'kysely';
import { domainCatalog, readStatistics, type Statistics } from '../../src/index.ts';

/** What was never so: guesses by it are wrong as often as right, and a wrong one may cost a second statement and nothing else. */
const wrong: Statistics = {
  users: {
    rows: 1_000_000,
    columns: Object.fromEntries(
      ['id', 'name', 'email', 'country', 'tier'].map((column) => [
        column,
        { distinct: 20, nulls: 0, common: new Map() },
      ]),
    ),
  },
};

/** A third of all operations are planned without statistics, a third with those that are wrong, a third with those that are right. */
export async function someStatistics(
  databases: TestDatabases,
): Promise<(document: string) => { readonly statistics: Statistics | undefined }> {
  await sql`analyze users`.execute(databases.admin('users'));
  const right = await readStatistics(databases.hub, domainCatalog);
  return (document) => ({ statistics: [undefined, wrong, right][document.length % 3] });
}
