import { domainCatalog, wantedIndexes } from '@causeway/schema';
import { type DoctorOptions, defaultHubOptions, foreignTables, runDoctor, type Topology } from '@causeway/sql';
import type { TestDatabases } from '@causeway/sql/testing';
import { sql } from 'kysely';

/** What the doctor finds that is not ok, as `<check>: <outcome> <subject>: <text>`, in the order of its report. */
export async function examine(topology: Topology, changes: Partial<DoctorOptions> = {}): Promise<readonly string[]> {
  return (await findings(topology, changes)).map(
    ({ check, outcome, subject, text }) => `${check}: ${outcome} ${subject}: ${text}`,
  );
}

/** The same with what to do about it. */
export async function findings(topology: Topology, changes: Partial<DoctorOptions> = {}) {
  const reports = await runDoctor({
    topology,
    foreignTables,
    indexes: wantedIndexes(domainCatalog),
    load: { tasks: 1, ...defaultHubOptions },
    ...changes,
  });
  return reports
    .flatMap(({ name, findings: found }) => found.map((finding) => ({ check: name, ...finding })))
    .filter(({ outcome }) => outcome !== 'ok');
}

/** Runs a statement as superuser in one of the test's databases. */
export async function runAt(databases: TestDatabases, cluster: string, statement: string): Promise<void> {
  await sql.raw(statement).execute(databases.admin(cluster));
}
