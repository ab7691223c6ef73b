import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Topology } from '@causeway/sql';
import { createTestDatabases } from '@causeway/sql/testing';
import { expect, test } from 'vitest';
import { bundleGateway } from '../../bundle/bundle.ts';
import { serveTopology } from '../../src/server/serve-topology.ts';
import { loopbackConfig } from '../support/loopback-config.ts';
import { findChromium, openPage } from '../support/open-browser.ts';
import { runProgram } from '../support/run-bin.ts';
import { writeTopology } from '../support/topology-folder.ts';

type Served = AsyncDisposable & { readonly url: string };

async function serveSources(topology: Topology): Promise<Served> {
  const config = loopbackConfig({ requests: { graphiql: true, introspection: true } });
  return await serveTopology(topology, config, () => {});
}

/** The program as the image has it, where the page's script went through a bundler. */
async function serveBundle(topology: Topology): Promise<Served> {
  await using stack = new AsyncDisposableStack();
  const { path } = stack.use(await mkdtempDisposable(join(tmpdir(), 'causeway-graphiql-')));
  const { program } = await bundleGateway(path);
  const { file } = stack.use(await writeTopology(topology));
  const args = ['--open-to-everybody', '--graphiql', '--introspection', '--host', '127.0.0.1', '--port', '0'];
  const run = stack.use(runProgram(program, ['serve', '--topology', file, ...args], { env: {} }));
  const [, url = ''] = await run.printed(/Serving GraphQL at (\S+?)"/);
  const owned = stack.move();
  return { url, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

const ways: readonly (readonly [string, (topology: Topology) => Promise<Served>])[] = [
  ['from its sources', serveSources],
  ['from the bundle', serveBundle],
];

test.for(ways)(
  'GraphiQL %s answers an example, and shows beside the answer what ran where, without any network',
  async ([, serve], context) => {
    const chromium = findChromium();
    context.skip(chromium === undefined, 'Chromium is not installed');
    await using databases = await createTestDatabases({ data: 'sample' });
    await using gateway = await serve(databases.topology);
    await using browser = await openPage(chromium ?? '');
    const { page } = browser;
    const asked: string[] = [];
    const faults: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('pageerror', (error) => faults.push(error.message));

    const document = 'query Look { users(first: 3) { totalCount nodes { name orders(first: 1) { nodes { id } } } } }';
    await page.goto(`${gateway.url}?query=${encodeURIComponent(document)}`);
    const answer = page.locator('.graphiql-response');
    const panel = page.locator('.explain-panel');
    const run = () => page.click('.graphiql-execute-button');

    await run();
    await expect.poll(() => answer.textContent(), { timeout: 20_000 }).toContain('totalCount');
    expect(await panel.isVisible()).toBe(false);

    await page.click('text=Explain: off');
    expect(await panel.textContent()).toContain('Run an operation');
    await run();
    await expect.poll(() => panel.textContent(), { timeout: 20_000 }).toMatch(/Answered in [\d.]+ ms/);
    const shown = await panel.textContent();
    expect(shown).toContain('f3 orders from orders via foreign: rows of orders.orders_by_user');
    expect(shown).toContain('5 round trips between the clusters');
    expect(shown).toMatch(/f3orders3 rows3 round trips/);
    expect(shown).toContain('totalCount counts every row of users each time.');
    expect(await answer.textContent()).not.toContain('explain');
    const [left, right] = await Promise.all([answer.boundingBox(), panel.boundingBox()]);
    expect((left?.x ?? 0) + (left?.width ?? 0)).toBeLessThanOrEqual((right?.x ?? 0) + 1);

    await page.click('text=Explain: on');
    expect(await panel.isVisible()).toBe(false);
    expect(faults).toEqual([]);
    const { origin } = new URL(gateway.url);
    expect(asked.filter((url) => !url.startsWith(origin) && !/^(blob|data):/.test(url))).toEqual([]);
  },
);
