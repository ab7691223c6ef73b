import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { schema } from '../../../src/config/schema.ts';
import { graphOf } from '../scenarios.ts';
import { costTable, monthlyCosts, priceTable } from './costs.ts';
import { diagram } from './diagram.ts';

const file = new URL('../../../README.md', import.meta.url);
const update = process.env['UPDATE_CASES'] === '1';

/** What stands in the README between `<!-- name -->` and `<!-- /name -->`; rewritten first where that is asked for. */
function block(name: string, wanted: string): string {
  const form = new RegExp(`(<!-- ${name} -->\\n)([\\s\\S]*?)(\\n<!-- /${name} -->)`);
  const text = readFileSync(file, 'utf8');
  if (update)
    writeFileSync(
      file,
      text.replace(form, (_all, begin, _old, end) => `${begin}${wanted}${end}`),
    );
  const found = form.exec(readFileSync(file, 'utf8'))?.[2];
  if (found === undefined) throw new Error(`The README has no block ${name}.`);
  return found;
}

test('the diagram is that of Pulumi.prod.yaml', async () => {
  const wanted = `\`\`\`mermaid\n${diagram(await graphOf('prod'))}\n\`\`\``;
  expect(block('diagram', wanted)).toBe(wanted);
});

test('the costs are those of the resources of Pulumi.dev.yaml and Pulumi.prod.yaml', async () => {
  const dev = monthlyCosts(await graphOf('dev'), { storageGb: 10, ioMillions: 5, logGb: 2 });
  const prod = monthlyCosts(await graphOf('prod'), { storageGb: 200, ioMillions: 200, logGb: 20 });
  const wanted = costTable(dev, prod);
  expect(block('costs', wanted)).toBe(wanted);
});

test('the unit prices are those that the costs are made of', () => {
  expect(block('prices', priceTable())).toBe(priceTable());
});

test('every key of the configuration is explained', () => {
  const text = readFileSync(file, 'utf8');
  for (const key of Object.keys(schema)) expect(text, key).toMatch(new RegExp(`^\\| \`${key}\\b`, 'm'));
});

test('every output that the README names exists', async () => {
  const text = readFileSync(file, 'utf8');
  const named = [...text.matchAll(/stack output (?:--show-secrets )?(?:--json )?(\w+)/g)].map(([, name]) => name);
  expect(named.length).toBeGreaterThan(3);
  const { outputNames } = await graphOf('dev');
  for (const name of named) expect(outputNames).toContain(name);
});
