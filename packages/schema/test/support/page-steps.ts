import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a page tells its reader to do. */
export type PageStep =
  | { readonly kind: 'create'; readonly file: string; readonly text: string }
  | { readonly kind: 'change'; readonly file: string; readonly places: readonly Place[] }
  | { readonly kind: 'run'; readonly script: string; readonly parameters: readonly string[] };

/** Lines as they stand in a file, and as they shall stand there. */
type Place = { readonly before: string; readonly after: string };

/** A fenced block, and the line above it that names a file. */
const block = /^(?:(In|New file) `([^`]+)`:\n\n)?```(\w+)\n(.*?)^```$/gms;

/**
 * The steps of a page: every fenced block of it, in order. Below "New file `<path>`:" it is the file's text, below "In `<path>`:"
 * a diff whose places are parted by `@@`; a block of `sh` has the scripts of package.json to run.
 *
 * @throws for a block that is none of these.
 */
export function stepsOf(page: string): readonly PageStep[] {
  return [...page.matchAll(block)].flatMap(([, verb, file, language, text = '']): readonly PageStep[] => {
    if (verb === 'New file' && file !== undefined) return [{ kind: 'create', file, text }];
    if (verb === 'In' && file !== undefined && language === 'diff') {
      return [{ kind: 'change', file, places: text.split(/^@@\n/m).map(toPlace) }];
    }
    if (language === 'sh') return text.trimEnd().split('\n').map(toRun);
    throw new Error(`Nobody can follow this block:\n${text}`);
  });
}

function toPlace(diff: string): Place {
  const lines = diff.trimEnd().split('\n');
  const side = (sign: '-' | '+') =>
    lines.flatMap((line) => (line.startsWith(' ') || line.startsWith(sign) ? [`${line.slice(1)}\n`] : [])).join('');
  return { before: side('-'), after: side('+') };
}

function toRun(line: string): PageStep {
  const [, script, parameters = ''] = /^npx -y pnpm@12 (\S+)(.*)$/.exec(line) ?? [];
  if (script === undefined) throw new Error(`No script of package.json: ${line}`);
  return { kind: 'run', script, parameters: parameters.split(' ').filter((parameter) => parameter !== '') };
}

/** Does what a step says, in the repository at `root`; rejects where lines to change are not there once, or a script fails. */
export async function followStep(root: string, step: PageStep): Promise<void> {
  switch (step.kind) {
    case 'create': {
      const path = join(root, step.file);
      await mkdir(dirname(path), { recursive: true });
      return writeFile(path, step.text, { flag: 'wx' });
    }
    case 'change': {
      const path = join(root, step.file);
      const text = await readFile(path, 'utf8');
      return writeFile(path, step.places.reduce(changePlace(step.file), text));
    }
    case 'run':
      return runScript(root, step.script, step.parameters);
  }
}

function changePlace(file: string): (text: string, place: Place) => string {
  return (text, { before, after }) => {
    const [head, tail, ...more] = text.split(before);
    if (before === '' || head === undefined || tail === undefined || more.length > 0) {
      throw new Error(`${file} has not exactly one place with these lines:\n${before}`);
    }
    return `${head}${after}${tail}`;
  };
}

/** Patience with a script, in milliseconds. */
const timeout = 90_000;

/** As the package manager runs it, without its look at what is installed: a copy has links. */
async function runScript(root: string, script: string, parameters: readonly string[]): Promise<void> {
  const { PATH, HOME, TMPDIR } = process.env;
  try {
    await run(process.execPath, ['--run', script, '--', ...parameters], {
      cwd: root,
      timeout,
      env: { PATH, HOME, ...(TMPDIR === undefined ? {} : { TMPDIR }) },
    });
  } catch (cause) {
    const output = cause instanceof Error && 'stdout' in cause && 'stderr' in cause ? [cause.stdout, cause.stderr] : [];
    throw new Error(`${script} ${parameters.join(' ')} failed:\n${output.join('\n')}`, { cause });
  }
}
