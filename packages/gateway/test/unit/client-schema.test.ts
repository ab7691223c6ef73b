import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildClientSchema, printSchema } from 'graphql';
import { expect, test } from 'vitest';
import { generate } from '../../../../examples/client/codegen.ts';
import { runCommand } from '../support/run-cli.ts';

const root = join(import.meta.dirname, '../../../..');

test('the schema in the repository is the one that is served', async () => {
  const { out } = await runCommand(['print-schema']);
  await expect(out).toMatchFileSnapshot(join(root, 'packages/schema/schema.graphql'));
});

test("the example client's types and documents are those of the schema: `pnpm codegen` makes them", async () => {
  for (const [name, text] of await generate()) {
    expect(readFileSync(join(root, 'examples/client/generated', name), 'utf8'), name).toBe(text);
  }
});

test('documents are known by the SHA-256 of their text', async () => {
  const documents: Readonly<Record<string, string>> = JSON.parse(
    (await generate()).get('persisted-documents.json') ?? '',
  );
  expect(Object.keys(documents)).toHaveLength(2);
  for (const [id, text] of Object.entries(documents)) expect(id).toBe(`sha256:${hash('sha256', text)}`);
});

test('print-schema --introspection prints the same schema as JSON', async () => {
  const { out } = await runCommand(['print-schema', '--introspection']);
  const { out: text } = await runCommand(['print-schema']);
  expect(`${printSchema(buildClientSchema(JSON.parse(out).data))}\n`).toBe(text);
});

/** What check-schema says of a change, where `before` is what clients were made for. */
async function checkAgainst(change: (schema: string) => string) {
  const { out: text } = await runCommand(['print-schema']);
  await using folder = await mkdtempDisposable(join(tmpdir(), 'causeway-schema-'));
  const file = join(folder.path, 'before.graphql');
  await writeFile(file, change(text));
  return await runCommand(['check-schema', file]);
}

test('check-schema: the same schema has no changes', async () => {
  expect(await checkAgainst((text) => text)).toEqual({ exitCode: 0, out: 'Nothing changed.\n', err: '' });
});

test('check-schema: a field that is gone breaks clients, and the report says which and why', async () => {
  const { exitCode, out, err } = await checkAgainst((text) =>
    text.replace('type User ', 'type Gone {\n  id: ID\n}\n\ntype User '),
  );
  expect(exitCode).toBe(1);
  expect(out).toBe("Breaks clients:\n- Type 'Gone' was removed\n");
  expect(err).toBe('Clients may break: 1 of 1 changes.\n');
});

test('check-schema: a field that is new is harmless', async () => {
  const { exitCode, out } = await checkAgainst((text) => text.replace(/^ +tier: UserTier!?$/m, ''));
  expect({ exitCode, out }).toEqual({
    exitCode: 0,
    out: "Harmless:\n- Field 'tier' was added to object type 'User'\n",
  });
});

test('check-schema: a file that holds no schema is named', async () => {
  const { exitCode, err } = await runCommand(['check-schema', '/nowhere.graphql']);
  expect(exitCode).toBe(1);
  expect(err).toContain('/nowhere.graphql holds no schema');
});
