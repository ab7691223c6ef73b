import { runCli } from '../../src/cli.ts';
import type { Environment } from '../../src/config/from-environment.ts';
import { stepDisplay } from '../../src/progress/show-steps.ts';

/** What a command line did. */
export type CliOutcome = { readonly exitCode: number; readonly out: string; readonly err: string };

/** Runs a command line in this process. */
export async function runCommand(
  args: readonly string[],
  stop = new AbortController().signal,
  environment: Environment = {},
): Promise<CliOutcome> {
  const out = collector();
  const err = collector();
  const exitCode = await runCli(args, { out, err, step: stepDisplay(err, false), stop, environment });
  return { exitCode, out: out.text(), err: err.text() };
}

function collector() {
  const parts: string[] = [];
  return { write: (text: string) => void parts.push(text), text: () => parts.join('') };
}
