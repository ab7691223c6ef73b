import { readFile } from 'node:fs/promises';
import { buildSchema } from '@causeway/schema';
import { defaultHubOptions, openHub, type Topology } from '@causeway/sql';
import { Command } from '@commander-js/extra-typings';
import { openToEverybody } from '../access/authenticate.ts';
import { openClusters } from '../clusters/open-clusters.ts';
import type { Explanation } from '../observe/explain/explanation.ts';
import { printExplanation } from '../observe/explain/print-explanation.ts';
import { graphqlPath } from '../plugins/use-routes.ts';
import { createGateway } from '../server/create-yoga.ts';
import { keepStatistics } from '../server/keep-statistics.ts';
import { logTo } from '../server/log.ts';
import { type CommandContext, CommandFailure, type MakeCommand, topologyOption } from './command.ts';

type ExplainOptions = { readonly variables?: string; readonly operation?: string; readonly json?: true };

/** `explain FILE`: answers an operation, and prints what ran where and what it cost. */
export const explainCommand: MakeCommand = (context) =>
  new Command('explain')
    .summary('show what ran where for an operation')
    .description(
      'Runs the operation of a file, each of its statements once more under EXPLAIN ANALYZE, and prints plans, statements, what ' +
        'travelled between the clusters, and what is costly about it. The answer itself is not printed.',
    )
    .argument('<file>', 'a GraphQL document')
    .option('--variables <file>', 'its variables, as JSON')
    .option('--operation <name>', 'which operation of the document')
    .addOption(topologyOption())
    .option('--json', 'print the explanation as JSON')
    .action(async (file, { topology, ...options }) => {
      const query = await readFile(file, 'utf8');
      const variables =
        options.variables === undefined ? undefined : readJson(await readFile(options.variables, 'utf8'));
      await using clusters = await openClusters(topology, context);
      const params = { query, variables, operationName: options.operation, extensions: { explain: true } };
      await explain(params, clusters.topology, options, context);
    });

async function explain(
  params: Readonly<Record<string, unknown>>,
  topology: Topology,
  { json }: ExplainOptions,
  { out, err, stop }: CommandContext,
): Promise<void> {
  await using hub = openHub(topology);
  const { deadlineMs } = defaultHubOptions;
  const log = logTo(err);
  using statistics = keepStatistics(hub, log);
  await statistics.first;
  const gateway = createGateway({
    schema: buildSchema(),
    hub,
    statistics: statistics.current,
    log,
    authenticate: openToEverybody,
    deadlineMs,
  });
  const response = await gateway.fetch(`http://localhost${graphqlPath}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
    signal: stop,
  });
  const { errors, extensions }: Answer = await response.json();
  const explanation = extensions?.explain;
  if (explanation !== undefined) {
    out.write(json === true ? `${JSON.stringify(explanation, null, 2)}\n` : printExplanation(explanation));
  }
  if (errors !== undefined && errors.length > 0) {
    const lines = errors.map(({ message, path }) => `- ${path === undefined ? '' : `${path.join('.')}: `}${message}`);
    throw new CommandFailure(['The operation has errors:', ...lines].join('\n'));
  }
}

/** What the gateway answers; it is our own, in this process. */
type Answer = {
  readonly errors?: readonly { readonly message: string; readonly path?: readonly (string | number)[] }[];
  readonly extensions?: { readonly explain?: Explanation };
};

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandFailure('The variables are not JSON: write an object with the variables by name.');
  }
}
