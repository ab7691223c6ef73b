import { cp, mkdir, mkdtempDisposable, readdir, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** A copy of the repository that may be changed: disposing removes it. */
export type RepositoryCopy = AsyncDisposable & { readonly path: string };

/** Copies the sources. What is installed is linked, save the packages themselves: those of the copy use each other. */
export async function copyRepository(): Promise<RepositoryCopy> {
  const copy = await mkdtempDisposable(join(tmpdir(), 'causeway-copy-'));
  const installed: string[] = [];
  await cp(root, copy.path, {
    recursive: true,
    filter: (path) => {
      if (basename(path) === 'node_modules') installed.push(path);
      return !['node_modules', '.git', '.causeway'].includes(basename(path));
    },
  });
  await Promise.all(installed.map((path) => linkModules(path, join(copy.path, relative(root, path)))));
  return copy;
}

async function linkModules(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await mkdir(to);
  // Caches of the test runner stay its own.
  const names = (await readdir(from)).filter((name) => !name.startsWith('.vite'));
  await Promise.all(
    names.map((name) =>
      name === '@causeway'
        ? cp(join(from, name), join(to, name), { recursive: true, verbatimSymlinks: true })
        : symlink(join(from, name), join(to, name)),
    ),
  );
}
