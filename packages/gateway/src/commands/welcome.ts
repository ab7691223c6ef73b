import type { Topology } from '@causeway/sql';

const exampleQuery = '{ user(id: "User:42") { name orders(first: 2) { nodes { id status total } } } }';

/** What `dev` prints once everything runs: where to look, a query to try, how to reach the clusters, how to stop. */
export function welcome(url: string, { hub, others }: Topology, stateDir: string): string {
  const body = JSON.stringify({ query: exampleQuery });
  const clusters = [hub, ...others].map(
    ({ name, writer, database, admin }) =>
      `${name}: host ${writer.host}, port ${writer.port}, database ${database}, user ${admin.user}`,
  );
  return `
Causeway runs: open ${url}

  curl -s ${url} -H 'content-type: application/json' \\
    -d '${body}'

PostgreSQL
  ${clusters.join('\n  ')}
  passwords: ${stateDir}/passwords.json

Ctrl-C stops everything; the data stays for the next start.
`;
}
