import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { maxDocumentLength, maxDocumentTokens, maxNesting } from '../../src/plugins/use-document-limits.ts';
import { maxRequestBytes } from '../../src/server/create-yoga.ts';

test('the page about limits says what requests the gateway refuses', () => {
  const page = readFileSync(new URL('../../../../docs/limits.md', import.meta.url), 'utf8');
  const maxima = [...page.matchAll(/^\| [^`|]+\| ([\d,]+)( bytes| characters)? +\| .*`[A-Z_]+`/gm)].map(
    ([, value = '']) => Number(value.replaceAll(',', '')),
  );
  expect(maxima).toEqual([maxRequestBytes, maxDocumentLength, maxDocumentTokens, maxNesting]);
});
