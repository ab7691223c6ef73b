import { expect, test } from 'vitest';
import { caseBlocksOf, countMarkers, withCaseBlocks } from './case-blocks.ts';
import { readDocument, readDocuments, writeDocument } from './documents.ts';

/*
 * A fenced block below `<!-- case: <topic>/<case> <part> -->` shows a file of that case (`.plan.txt`, `.sql`, …), or what the
 * stages give for it (`selection`, `parameters`). After `UPDATE_CASES=1 pnpm test cases`, which writes the cases anew,
 * `UPDATE_CASES=1 pnpm test docs` writes the blocks.
 */

const update = process.env['UPDATE_CASES'] === '1' && process.env['CI'] === undefined;
const pages = readDocuments().filter(({ text }) => countMarkers(text) > 0);

test.each(pages.map((page) => [page.path, page] as const))('%s shows its cases as they are', (_, page) => {
  expect(caseBlocksOf(page.text)).toHaveLength(countMarkers(page.text));
  const text = withCaseBlocks(page.text);
  if (update) writeDocument(page, text);
  expect(update ? text : page.text).toBe(text);
});

test('the page about the architecture shows one case at every stage', () => {
  const blocks = caseBlocksOf(readDocument('docs/architecture.md').text);
  expect(blocks.map(({ part }) => part)).toEqual([
    '.graphql',
    'selection',
    '.plan.txt',
    '.sql',
    'parameters',
    '.remote.sql',
    '.json',
  ]);
  expect(new Set(blocks.map(({ name }) => name))).toEqual(new Set(['architecture/user-with-orders']));
});

test('a block that shows something else is found', () => {
  const [name, part] = ['architecture/user-with-orders', 'parameters'];
  const page = (content: string) =>
    `Text.\n\n<!-- case: ${name} ${part} -->\n\n\`\`\`json\n${content}\n\`\`\`\n\nMore.\n`;
  expect(withCaseBlocks(page('["41"]'))).toBe(page('["42"]'));
});
