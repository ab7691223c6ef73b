import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../../../', import.meta.url));

/** A page of the documentation. */
export type Document = {
  /** Its path from the root of the repository. */
  readonly path: string;
  readonly text: string;
};

/** The page at a path from the root of the repository. */
export function readDocument(path: string): Document {
  return { path, text: readFileSync(`${root}${path}`, 'utf8') };
}

/** Every page: those in docs/, and those at the root. */
export function readDocuments(): readonly Document[] {
  const inFolder = (folder: string, recursive: boolean) =>
    readdirSync(`${root}${folder}`, { recursive, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md'))
      .map((file) => readDocument(`${folder}${file}`));
  return [...inFolder('', false), ...inFolder('docs/', true)];
}

/** Writes a page's new text. */
export function writeDocument({ path }: Document, text: string): void {
  writeFileSync(`${root}${path}`, text);
}

/** A link of a page to a file of the repository. */
export type FileLink = {
  readonly label: string;
  /** The file's path from the root of the repository. */
  readonly target: string;
};

/** The links of a page to files, without those in its code blocks and those to other places. */
export function fileLinksOf({ path, text }: Document): readonly FileLink[] {
  const prose = text.replaceAll(/^```.*?^```$/gms, '');
  return [...prose.matchAll(/\[([^\]]+)\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].flatMap(([, label = '', href = '']) =>
    /^[a-z]+:/.test(href) ? [] : [{ label, target: relative(root, `${root}${dirname(path)}/${href}`) }],
  );
}

/** The text of a file that a page links to; undefined where there is none, and empty for a folder. */
export function readTarget(target: string): string | undefined {
  try {
    return readFileSync(`${root}${target}`, 'utf8');
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EISDIR' ? '' : undefined;
  }
}

/** The text of every file of the packages that raise errors. */
export function readSources(): readonly string[] {
  return ['sql', 'schema', 'gateway'].flatMap((name) => {
    const folder = `${root}packages/${name}/src/`;
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    return files.map((file) => readFileSync(`${folder}${file}`, 'utf8'));
  });
}
