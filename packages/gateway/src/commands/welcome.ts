import type { LocalClusters } from '@causeway/sql';

const exampleQuery = '{ user(id: "User:42") { name orders(first: 2) { nodes { id status total } } } }';

/** What `dev` prints once everything runs: where to look, a query to try, how to reach the clusters, how to stop. */
export function welcome(url: string, { topology, clusters, standbys, stateDir }: LocalClusters): string {
  const body = JSON.stringify({ query: exampleQuery });
  const signed = [topology.hub, ...topology.others].flatMap(({ name, writer, reader, database }) => [
    `${name}: host ${writer.host}, port ${writer.port}, database ${database}`,
    ...(reader.port === writer.port
      ? []
      : [`${name}, reader: host ${reader.host}, port ${reader.port}, database ${database}`]),
  ]);
  const servers = [...Object.entries(clusters), ...Object.entries(standbys)].map(
    ([database, { name, endpoint }]) =>
      `${name}: host ${endpoint.host}, port ${endpoint.port}, database ${database}, user postgres`,
  );
  return `
Causeway runs: open ${url}

  curl -s ${url} -H 'content-type: application/json' \\
    -d '${body}'

PostgreSQL by signed connections, as the gateway uses it (docs/iam.md)
  ${signed.join('\n  ')}
  who signs in and how: ${stateDir}/topology.json

PostgreSQL itself, for psql on this machine
  ${servers.join('\n  ')}
  password: ${stateDir}/passwords.json

Ctrl-C stops everything; the data stays for the next start.
`;
}
