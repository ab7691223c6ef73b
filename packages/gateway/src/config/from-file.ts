import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { sections } from './config.ts';
import type { ConfigFault } from './config-error.ts';
import { type Given, type Source, show } from './given.ts';
import { allOptions, type ListedOption } from './list-options.ts';
import { adviseName } from './nearest.ts';

/** What a configuration file gives: JSON, with an object for each section. Paths in it are relative to its folder. */
export async function fromFile(file: string): Promise<Source> {
  const read = await readJson(file);
  if ('fault' in read) return { given: [], faults: [read.fault] };
  if (!isObject(read.json)) {
    return { given: [], faults: [{ where: file, found: show(read.json), advice: `write ${sectionsText}` }] };
  }
  const parts = Object.entries(read.json).map(([name, value]) => fromSection(file, name, value));
  return { given: parts.flatMap(({ given }) => given), faults: parts.flatMap(({ faults }) => faults) };
}

const sectionsText = `an object with any of ${Object.keys(sections).join(', ')}`;

function fromSection(file: string, section: string, values: unknown): Source {
  const options = new Map(
    allOptions.filter((option) => option.section === section).map((option) => [option.key, option]),
  );
  const fault = (path: string, found: string, advice: string): Source => ({
    given: [],
    faults: [{ where: `${file}: ${path}`, found, advice }],
  });
  if (options.size === 0) return fault(section, 'an unknown section', adviseName(section, Object.keys(sections)));
  if (!isObject(values)) {
    return fault(section, show(values), `write an object with any of ${[...options.keys()].join(', ')}`);
  }
  const parts = Object.entries(values).map(([key, value]): Source => {
    const option = options.get(key);
    if (option === undefined) return fault(`${section}.${key}`, 'an unknown key', adviseName(key, [...options.keys()]));
    return { given: [toGiven(file, option, value)], faults: [] };
  });
  return { given: parts.flatMap(({ given }) => given), faults: parts.flatMap(({ faults }) => faults) };
}

function toGiven(file: string, option: ListedOption, value: unknown): Given {
  const atHome = option.isPath && typeof value === 'string' && value !== '' ? resolve(dirname(file), value) : value;
  return { option, value: atHome, from: `${file}: ${option.path}` };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function readJson(file: string): Promise<{ readonly json: unknown } | { readonly fault: ConfigFault }> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    return { fault: { where: file, found: `no readable file (${code})`, advice: 'check its path and permissions' } };
  }
  try {
    return { json: JSON.parse(text) };
  } catch (error) {
    // The parser's own message quotes the text around the fault, which may hold a secret: only the place is taken from it.
    const place = error instanceof SyntaxError ? /line \d+ column \d+/.exec(error.message)?.[0] : undefined;
    const found = text.trim() === '' ? 'an empty file' : `what is not JSON${place === undefined ? '' : ` at ${place}`}`;
    return { fault: { where: file, found, advice: `write ${sectionsText}` } };
  }
}
