import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createMetrics } from '../../src/observe/metrics/create-metrics.ts';
import { metricsTable } from '../support/metrics-table.ts';

const file = join(import.meta.dirname, '../../../../docs/metrics.md');
const page = readFileSync(file, 'utf8');

function allMetrics() {
  const metrics = createMetrics({ version: '1', clusters: [], hopRenewalAge: () => 0 });
  metrics.watchPools(() => []);
  return metrics.registry;
}

test('the page about metrics lists every metric as it is', async () => {
  const [before = '', after] = page.split(/<!-- metrics -->[\s\S]*<!-- \/metrics -->/);
  expect(after, 'the place of the table').toBeDefined();
  const table = await metricsTable(allMetrics());
  await expect(`${before}<!-- metrics -->\n${table}\n<!-- /metrics -->${after}`).toMatchFileSnapshot(file);
});

test('its alerts speak of metrics that exist', () => {
  const names = new Set(
    allMetrics()
      .getMetricsAsArray()
      .map(({ name }) => name),
  );
  const alerts = page.match(/```yaml\n([\s\S]*?)```/)?.[1] ?? '';
  const used = [...alerts.matchAll(/\b(?:causeway|nodejs|process)_\w+/g)].map(([name]) => name.replace(/_bucket$/, ''));
  expect(used.length).toBeGreaterThan(5);
  expect(used.filter((name) => !names.has(name))).toEqual([]);
});
