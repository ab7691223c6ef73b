import { openToEverybody } from '../packages/gateway/src/access/authenticate.ts';
import { createGateway } from '../packages/gateway/src/server/create-yoga.ts';
import { buildSchema } from '../packages/schema/src/index.ts';
import { openHub, readTopology } from '../packages/sql/src/index.ts';

/*
 * What it brings that requests which ask the same at the same time share a statement: `node bench/polling.ts TOPOLOGY`, for instance the
 * topology.json of clusters that `dev` runs. A hundred dashboards ask one operation again as soon as they are answered, in one process; with
 * and without sharing by turns, four times three seconds each.
 */

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('Give the path of a topology file.');
const topology = await readTopology(file);
const clients = 100;
const rounds = 4;
const roundMs = 3_000;

const operations = {
  'revenue by month': '{ orderBreakdown(by: [MONTH]) { period count total } }',
  'a page of users with orders':
    '{ users(first: 20) { nodes { name country orders(first: 3) { nodes { id status total } } } } }',
};

type Counted = { readonly answers: number; readonly shared: number; readonly cpuMs: number };

async function poll(query: string, sharing: boolean): Promise<Counted> {
  let shared = 0;
  await using hub = openHub(topology, { sharing }, ({ kind }) => {
    if (kind === 'shared') shared += 1;
  });
  const gateway = createGateway({ schema: buildSchema(), hub, log: () => {}, authenticate: openToEverybody });
  const body = JSON.stringify({ query });
  const headers = { 'content-type': 'application/json' };
  const before = process.cpuUsage();
  const until = performance.now() + roundMs;
  let answers = 0;
  const client = async () => {
    while (performance.now() < until) {
      const response = await gateway.fetch('http://gateway.bench/graphql', { method: 'POST', headers, body });
      const text = await response.text();
      if (text.includes('"errors"')) throw new Error(text.slice(0, 500));
      answers += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const { user, system } = process.cpuUsage(before);
  return { answers, shared, cpuMs: (user + system) / 1_000 };
}

process.stdout.write(
  '| operation | statements | answers | of them shared | ratio | ms of CPU in the gateway an answer |\n',
);
process.stdout.write('| --- | --- | --- | --- | --- | --- |\n');
for (const [name, query] of Object.entries(operations)) {
  const sums = { apart: { answers: 0, shared: 0, cpuMs: 0 }, shared: { answers: 0, shared: 0, cpuMs: 0 } };
  for (let round = 0; round < rounds; round += 1) {
    for (const way of ['apart', 'shared'] as const) {
      const { answers, shared, cpuMs } = await poll(query, way === 'shared');
      sums[way].answers += answers;
      sums[way].shared += shared;
      sums[way].cpuMs += cpuMs;
    }
  }
  for (const way of ['apart', 'shared'] as const) {
    const { answers, shared, cpuMs } = sums[way];
    const cells = [name, way, answers, shared, (answers / sums.apart.answers).toFixed(1), (cpuMs / answers).toFixed(2)];
    process.stdout.write(`| ${cells.join(' | ')} |\n`);
  }
}
