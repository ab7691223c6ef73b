import { stepDisplay, stoppable } from '../packages/gateway/src/progress/show-steps.ts';
import { listenForShutdown, StopRequest } from '../packages/gateway/src/server/shutdown.ts';
import { StateInUse } from '../packages/sql/src/index.ts';
import { readArguments, UsageError } from './arguments.ts';
import { runBench } from './run-bench.ts';

using shutdown = listenForShutdown();
const step = stoppable(stepDisplay(process.stderr, process.stderr.isTTY === true), shutdown.signal);
try {
  const write = (text: string) => process.stdout.write(text);
  await runBench(await readArguments(process.argv.slice(2)), write, step, shutdown.signal);
} catch (error) {
  const expected = error instanceof UsageError || error instanceof StateInUse || error instanceof StopRequest;
  if (!expected) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
