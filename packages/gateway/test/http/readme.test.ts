import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { post, readAnswer } from '../support/post.ts';
import { runBin } from '../support/run-bin.ts';

/** The text of the README's first block in that language. */
function firstBlock(readme: string, language: string): string {
  const [, block] = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'ms').exec(readme) ?? [];
  if (block === undefined) throw new Error(`README.md has no block of ${language}.`);
  return block;
}

test("the README's first query has the answer that stands there, on what `start` makes by default", async () => {
  const readme = await readFile(join(import.meta.dirname, '../../../../README.md'), 'utf8');
  const query = firstBlock(readme, 'graphql');
  const { data }: { readonly data: unknown } = JSON.parse(firstBlock(readme, 'json'));

  const stateDir = await mkdtemp(join(tmpdir(), 'causeway-readme-test-'));
  await using _removed = { [Symbol.asyncDispose]: () => rm(stateDir, { recursive: true, force: true }) };
  await using dev = runBin(['dev', '--port', '0'], { CAUSEWAY_STATE_DIR: stateDir });
  const [, url = ''] = await dev.printed(/Causeway runs: open (\S+)/);
  const answer = await readAnswer(await fetch(url, post({ query })));
  expect(answer).toMatchObject({ status: 200, codes: [] });
  expect(answer.data).toEqual(data);
});
