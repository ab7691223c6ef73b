import { expect, test } from 'vitest';
import { fileLinksOf, readDocument, readDocuments, readTarget } from './documents.ts';

const pages = readDocuments().map((page) => [page.path, page] as const);

test.each(pages)('%s links only to files that are there', (_, page) => {
  const missing = fileLinksOf(page).filter(({ target }) => readTarget(target) === undefined);
  expect(missing).toEqual([]);
});

// What the page says of postgres_fdw is as good as its proofs: a link to a test has the test's name.
test('the proofs that the page about foreign tables names are tests', () => {
  const proofs = fileLinksOf(readDocument('docs/fdw.md')).filter(({ target }) => target.endsWith('.test.ts'));
  expect(proofs.length).toBeGreaterThan(20);
  const unknown = proofs.filter(({ label, target }) => !readTarget(target)?.replaceAll('\\', '').includes(label));
  expect(unknown).toEqual([]);
});

test('every rule of the page about foreign tables has a proof', () => {
  const { text } = readDocument('docs/fdw.md');
  const rules = text.split('\n').filter((line) => line.startsWith('| ') && !/^\| (Rule|-)/.test(line));
  expect(rules.length).toBeGreaterThan(20);
  expect(rules.filter((rule) => !/\]\([^)]*(\.test\.ts|\.remote\.sql)\)/.test(rule))).toEqual([]);
});
