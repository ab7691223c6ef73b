import { describe, expect, test } from 'vitest';
import { copyRepository } from '../../support/copy-repository.ts';
import { followStep, stepsOf } from '../../support/page-steps.ts';
import { readDocument } from '../../unit/docs/documents.ts';

const steps = stepsOf(readDocument('docs/add-a-table.md').text);

// The copy starts three clusters of its own and asks them, as the page's last step says.
test('a reader who does what the page about adding a table says has the table, and queries across three clusters', {
  timeout: 180_000,
}, async () => {
  await using copy = await copyRepository();
  for (const step of steps) await followStep(copy.path, step);
  const files = steps.flatMap((step) => (step.kind === 'run' ? [] : [step.file]));
  for (const script of ['lint', 'format:check']) {
    await followStep(copy.path, { kind: 'run', script, parameters: files });
  }
  const commands = steps.flatMap((step) => (step.kind === 'run' ? [step.script] : []));
  expect(commands).toEqual(['generate-tables', 'typecheck', 'test']);
});

describe('a page that cannot be followed is found', () => {
  const follow = async (page: string) => {
    await using copy = await copyRepository();
    for (const step of stepsOf(page)) await followStep(copy.path, step);
  };

  test.each([
    ['lines that are not there', 'In `package.json`:\n\n```diff\n-  "name": "other",\n```\n', /not exactly one place/],
    ['lines that are there twice', 'In `LICENSE`:\n\n```diff\n \n+More\n```\n', /not exactly one place/],
    ['a new file that is there already', 'New file `package.json`:\n\n```json\n{}\n```\n', /EEXIST/],
    ['a script that fails', '```sh\nnpx -y pnpm@12 test no/such/file.test.ts\n```\n', /No test files found/],
    ['a script that is not there', '```sh\nnpx -y pnpm@12 no-such-script\n```\n', /Missing script/],
    ['a block that says nothing to do', '```ts\nlet x;\n```\n', /Nobody can follow/],
  ])('%s', async (_, page, why) => {
    await expect(follow(page)).rejects.toThrow(why);
  });
});
