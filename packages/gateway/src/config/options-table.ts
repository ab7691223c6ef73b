import { allOptions, type ListedOption } from './list-options.ts';

/** Every option in Markdown, a table a section: what docs/configuration.md shows. */
export function optionsTable(): string {
  const sections = Map.groupBy(allOptions, ({ section }) => section);
  return [...sections].map(([section, options]) => sectionTable(section, options)).join('\n\n');
}

function sectionTable(section: string, options: readonly ListedOption[]): string {
  const rows = options.map(({ key, flag, variable, about, write, fallback }) => [
    `\`${key}\``,
    `${flag === undefined ? '' : `\`--${flag}\` `}\`${variable}\``,
    fallback === undefined ? '' : `\`${typeof fallback === 'string' ? fallback : JSON.stringify(fallback)}\``,
    `${about} (${write})`,
  ]);
  const head = [`\`${section}\``, 'flag, variable', 'default', 'what it is (what to write)'];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
