import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Mode } from './run-stack.ts';
import { type EngineRecord, serveEngine } from './serve-engine.ts';

const projectFolder = fileURLToPath(new URL('../../../', import.meta.url));

const projectFile = z.object({
  name: z.string(),
  main: z.string(),
  runtime: z.object({ name: z.literal('nodejs'), options: z.object({ typescript: z.boolean() }) }),
});

/** How the program ended, beside what the engine was told. */
export type LanguageHostRun = {
  readonly engine: EngineRecord;
  readonly exitCode: number | null;
  readonly output: string;
};

/**
 * Runs the program as Pulumi's language host does: its own entry, in a process of its own, with what Pulumi.yaml says. The
 * configuration is a stack file's, with full keys. The caller disposes of the engine.
 */
export async function runLanguageHost(
  stack: string,
  config: Readonly<Record<string, unknown>>,
  mode: Mode,
): Promise<LanguageHostRun> {
  const project = projectFile.parse(parse(readFileSync(resolve(projectFolder, 'Pulumi.yaml'), 'utf8')));
  const engine = await serveEngine(stack, project.name, mode);
  const main = resolve(projectFolder, project.main);
  const args = [
    createRequire(import.meta.url).resolve('@pulumi/pulumi/cmd/run/index.js'),
    `--monitor=${engine.address}`,
    `--engine=${engine.address}`,
    `--project=${project.name}`,
    `--stack=${stack}`,
    `--root-directory=${projectFolder}`,
    `--pwd=${dirname(main)}`,
    '--parallel=16',
    ...(mode === 'preview' ? ['--dry-run'] : []),
    basename(main),
  ];
  const texts = Object.entries(config).map(([key, value]) => [
    key,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  const child = spawn(process.execPath, args, {
    env: {
      PATH: process.env['PATH'],
      PULUMI_CONFIG: JSON.stringify(Object.fromEntries(texts)),
      PULUMI_CONFIG_SECRET_KEYS: '[]',
      PULUMI_NODEJS_TYPESCRIPT: String(project.runtime.options.typescript),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => chunks.push(text));
  const exitCode = await new Promise<number | null>((done, reject) => {
    child.once('error', reject);
    child.once('close', done);
  });
  return { engine, exitCode, output: chunks.join('') };
}
