import type { Registry } from 'prom-client';

/** The gateway's own metrics in Markdown, as docs/metrics.md shows them. */
export async function metricsTable(registry: Registry): Promise<string> {
  const described = await registry.getMetricsAsJSON();
  const rows = registry
    .getMetricsAsArray()
    .filter(({ name }) => name.startsWith('causeway_'))
    .map((metric) => {
      const { name, help } = metric;
      const type = String(described.find((entry) => entry.name === name)?.type ?? '');
      const labels = 'labelNames' in metric && Array.isArray(metric.labelNames) ? metric.labelNames.map(String) : [];
      return [
        `\`${name}\``,
        type,
        labels
          .filter((label) => label !== 'le')
          .map((label) => `\`${label}\``)
          .join(' '),
        help,
      ];
    });
  const head = ['metric', 'type', 'labels', 'what it is'];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
