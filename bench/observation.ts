import { openToEverybody } from '../packages/gateway/src/access/authenticate.ts';
import { accessLog } from '../packages/gateway/src/observe/access-log.ts';
import { createMetrics } from '../packages/gateway/src/observe/metrics/create-metrics.ts';
import { openTraces } from '../packages/gateway/src/observe/traces/open-traces.ts';
import { createGateway, type GatewayOptions } from '../packages/gateway/src/server/create-yoga.ts';
import { logTo } from '../packages/gateway/src/server/log.ts';
import { startHttp } from '../packages/gateway/src/server/start-http.ts';
import { buildSchema } from '../packages/schema/src/index.ts';
import { openHub, readTopology } from '../packages/sql/src/index.ts';
import { measure } from './measure.ts';

/*
 * What logs, metrics, traces and explanations cost a request: `node bench/observation.ts TOPOLOGY`, for instance the topology.json of
 * clusters that `dev` runs. One process, one request at a time, all ways in each round; ratios of medians to the first.
 */

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('Give the path of a topology file.');
const stop = new AbortController().signal;
await using stack = new AsyncDisposableStack();
const hub = stack.use(openHub(await readTopology(file)));
const receiver = await startHttp((request, response) => void request.resume().on('end', () => response.end('{}')), {
  host: '127.0.0.1',
  port: 0,
  otherPort: false,
});
stack.defer(() => receiver.stop(0));
const log = logTo({ write: () => {} });
const traces = (sampler: string) =>
  stack.use(
    openTraces({
      endpoint: `http://127.0.0.1:${receiver.port}`,
      environment: { OTEL_TRACES_SAMPLER: sampler },
      version: '0',
      log,
    }),
  );
const traced = ({ observer, beginTrace }: ReturnType<typeof traces>) => ({ observers: [observer], beginTrace });
const metrics = createMetrics({ version: '0', clusters: [] });

const ways: Readonly<Record<string, Partial<GatewayOptions>>> = {
  nowhere: {},
  'access log': { observers: [accessLog(log)] },
  metrics: { observers: [metrics.observer] },
  'traces, none sampled': traced(traces('always_off')),
  'traces, all sampled': traced(traces('always_on')),
  explained: {},
};
const query =
  '{ user(id: "User:42") { name orders(first: 5) { nodes { id total items(first: 3) { nodes { id } } } } } }';
const contestants = Object.entries(ways).map(([name, options]) => {
  const gateway = createGateway({ schema: buildSchema(), hub, log, authenticate: openToEverybody, ...options });
  const body = JSON.stringify({ query, extensions: { explain: name === 'explained' } });
  const headers = { 'content-type': 'application/json' };
  return {
    name,
    run: async () => {
      const start = performance.now();
      await (await gateway.fetch('http://gateway.bench/graphql', { method: 'POST', headers, body })).text();
      return { ms: performance.now() - start, statementMs: 0 };
    },
  };
});
await measure(contestants, { minRounds: 30, maxRounds: 30, ms: 0 }, processCpu, stop);
const { rounds, measured } = await measure(
  contestants,
  { minRounds: 100, maxRounds: 2_000, ms: 20_000 },
  processCpu,
  stop,
);
const [base] = measured;
if (base === undefined) throw new Error('Nothing was measured.');
process.stdout.write(
  '| reports to | ms | ratio | ms of CPU in the gateway | ratio |\n| --- | --- | --- | --- | --- |\n',
);
for (const { name, ms, cpuMs } of measured) {
  const cells = [name, ms.toFixed(1), (ms / base.ms).toFixed(2), cpuMs.toFixed(1), (cpuMs / base.cpuMs).toFixed(2)];
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}
process.stdout.write(`\n${rounds} rounds\n`);

/** The CPU time of this process, which other work on the machine does not move. */
function processCpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
