import { gatewayPort } from '../network/security-rules.ts';

/** The environment variable that `causeway serve` takes the topology from, as JSON without any password. */
export const servedVariable = 'CAUSEWAY_TOPOLOGY_JSON';

/** The one that holds it for tasks which hand it on: their commands take a file. */
export const topologyVariable = 'TOPOLOGY_JSON';

/** The environment variable that holds what RDS keeps of a cluster's master: JSON with its name and password. */
export const masterVariable = (cluster: string) => `MASTER_${cluster.toUpperCase()}`;

/** Hands the topology over as a file that never is one: the container's file system is read-only. */
const withTopology = (command: string) =>
  `${command} --topology /dev/fd/3 3<<TOPOLOGY\n$${topologyVariable}\nTOPOLOGY\n`;

/** What the service runs; `exec` lets the program itself get the signal to stop. */
export const serveScript = (port = gatewayPort) => `exec causeway serve --port ${port}`;

/** The line that says in the log that the hop has a new token; the alarm counts it. */
export const renewedLine = 'hop-token-renewed';

/** What the schedule runs. */
export const renewScript = () => `set -e\n${withTopology('causeway fdw renew')}echo ${renewedLine}\n`;

/** Adds the masters' logins to the topology; only the bootstrap task has their variables. */
const addMasters = `
const topology = JSON.parse(process.env.${topologyVariable});
for (const [name, cluster] of Object.entries(topology.clusters)) {
  const { username, password } = JSON.parse(process.env["${masterVariable('')}" + name.toUpperCase()]);
  cluster.admin = { user: username, auth: { kind: "password", password } };
}
process.stdout.write(JSON.stringify(topology));
`.trim();

/**
 * What the bootstrap runs: tables, views and roles of every cluster, then the hub's foreign servers, as the masters. Then the first
 * renewal, by token, and an examination of everything that queries stand on, as those who will run them, with `tasks` of the
 * service, whose sessions the environment tells: what they need of AWS and of the clusters is there, or the bootstrap fails. Running it again changes nothing.
 */
export const bootstrapScript = (tasks: number) => `set -e
topology() { node -e '${addMasters}'; }
topology | causeway migrate --topology /dev/stdin
topology | causeway fdw apply --topology /dev/stdin
${withTopology('causeway fdw renew')}topology | causeway doctor --topology /dev/stdin --tasks ${tasks}
`;

/** Whether the gateway answers, asked from inside its container. */
export const healthCheck = [
  'CMD',
  'node',
  '-e',
  `fetch("http://127.0.0.1:${gatewayPort}/health").then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))`,
];
