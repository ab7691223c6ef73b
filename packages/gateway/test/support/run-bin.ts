import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const bin = join(import.meta.dirname, '../../src/bin.js');

/** The program as a process of its own, for what only a process shows: signals, exit codes, its own clusters. */
export type Running = AsyncDisposable & {
  /** Settles with the first match in what it has printed so far or will; fails where it ends without. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  kill(signal: NodeJS.Signals): void;
  /** Its exit code. */
  readonly exited: Promise<number | null>;
  /** Everything it printed so far. */
  output(): string;
};

/** `serve` stops without a delay unless the test's own variables say otherwise. */
export function runBin(args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
  return runProgram(bin, args, { env: { ...process.env, CAUSEWAY_STOP_DELAY: '0s', ...env } });
}

/** The same of a program that lies elsewhere, as somebody else. */
export function runProgram(
  program: string,
  args: readonly string[],
  options: Pick<SpawnOptions, 'env' | 'cwd' | 'uid' | 'gid'>,
): Running {
  const child = spawn(process.execPath, [program, ...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let changed = Promise.withResolvers<void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      output += text;
      changed.resolve();
      changed = Promise.withResolvers();
    });
  }
  let ended = false;
  const exited = exitOf(child).finally(() => {
    ended = true;
  });
  return {
    async printed(pattern) {
      for (;;) {
        const match = pattern.exec(output);
        if (match !== null) return match;
        if (ended) throw new Error(`It ended without printing ${pattern}:\n${output}`);
        await Promise.race([changed.promise, exited]);
      }
    },
    kill: (signal) => void child.kill(signal),
    exited,
    output: () => output,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  await once(child, 'close');
  return child.exitCode;
}
