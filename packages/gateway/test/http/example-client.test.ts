import { join } from 'node:path';
import { createTestDatabases } from '@causeway/sql/testing';
import { expect, test } from 'vitest';
import { ask } from '../../../../examples/client/ask.ts';
import { UserWithOrdersDocument } from '../../../../examples/client/generated/graphql.ts';
import persisted from '../../../../examples/client/generated/persisted-documents.json' with { type: 'json' };
import { serveTopology } from '../../src/server/serve-topology.ts';
import { loopbackConfig } from '../support/loopback-config.ts';
import { post, readAnswer } from '../support/post.ts';
import { runProgram } from '../support/run-bin.ts';

const folder = join(import.meta.dirname, '../../../../examples/client');
const client = join(folder, 'main.ts');
const trustedDocuments = join(folder, 'generated/persisted-documents.json');

test('the example client prints what a gateway answers to its typed operations, page by page', async () => {
  await using databases = await createTestDatabases({ data: 'sample' });
  await using gateway = await serveTopology(databases.topology, loopbackConfig(), () => {});

  const { data, errors } = await ask(gateway.url, UserWithOrdersDocument, { id: 'User:42', orders: 2 });
  expect(errors).toBeUndefined();
  expect(data?.user?.name).toBe('User 42');
  const orders = data?.user?.orders?.nodes ?? [];
  expect(orders).toHaveLength(2);

  await using run = runProgram(client, [gateway.url], { env: {} });
  expect(await run.exited, run.output()).toBe(0);
  const lines = run.output().split('\n');
  expect(lines[0]).toBe(`User 42, ${data?.user?.country}`);
  expect(lines.slice(1, 3)).toEqual(orders.map(({ id, status, total }) => `  ${id} ${status} ${total}`));
  const pages = lines.filter((line) => line.startsWith('page '));
  expect(pages).toHaveLength(10);
  expect(new Set(pages.map((line) => line.split(' ')[2])).size).toBe(10);
});

test('a gateway that takes trusted documents alone takes those of `pnpm codegen`, by their hashes', async () => {
  await using databases = await createTestDatabases({ data: 'sample' });
  const config = loopbackConfig({ requests: { trustedDocuments, onlyTrusted: true } });
  await using gateway = await serveTopology(databases.topology, config, () => {});

  await using open = runProgram(client, [gateway.url], { env: {} });
  expect(await open.exited).toBe(0);
  expect(open.output()).toMatch(/^FORBIDDEN: Only trusted documents are taken here/);
  await using run = runProgram(client, [gateway.url, '--trusted'], { env: {} });
  expect(await run.exited, run.output()).toBe(0);
  expect(run.output()).toMatch(/^User 42, /);
  expect(run.output().match(/^page \d: Order:\d+ of User \d+$/gm)).toHaveLength(10);

  // With "sha256:" before the digits or without, and as other servers take it.
  const documents: Readonly<Record<string, string>> = persisted;
  const variables = { id: 'User:42' };
  for (const id of Object.keys(documents)) {
    const digits = id.replace('sha256:', '');
    const persistedQuery = { version: 1, sha256Hash: digits };
    for (const asked of [{ documentId: id }, { documentId: digits }, { extensions: { persistedQuery } }]) {
      const answer = await readAnswer(await fetch(gateway.url, post(JSON.stringify({ ...asked, variables }))));
      expect(answer).toMatchObject({ status: 200, codes: [], data: expect.anything() });
    }
  }
});
