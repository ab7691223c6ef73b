import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { optionsTable } from '../../src/config/options-table.ts';

const file = join(import.meta.dirname, '../../../../docs/configuration.md');

test('the page about the configuration lists every option as it is', async () => {
  const page = readFileSync(file, 'utf8');
  const [before = '', after] = page.split(/<!-- options -->[\s\S]*<!-- \/options -->/);
  expect(after, 'the place of the table').toBeDefined();
  await expect(`${before}<!-- options -->\n${optionsTable()}\n<!-- /options -->${after}`).toMatchFileSnapshot(file);
});
