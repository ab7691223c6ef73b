import { runCli } from './cli.ts';
import { stepDisplay, stoppable } from './progress/show-steps.ts';
import { listenForShutdown } from './server/shutdown.ts';

const { stdout, stderr } = process;

// A reader that went away (`causeway print-schema | head`, a closed terminal) is no reason to leave clusters running.
for (const stream of [stdout, stderr]) stream.on('error', () => {});

/** What still holds the process once all is done, such as a connection to a frozen server, holds it no longer than that. */
const lingerMs = 1_000;

using shutdown = listenForShutdown();
process.exitCode = await runCli(process.argv.slice(2), {
  out: stdout,
  err: stderr,
  step: stoppable(stepDisplay(stderr, stdout.isTTY === true && stderr.isTTY === true), shutdown.signal),
  stop: shutdown.signal,
  environment: process.env,
});
setTimeout(() => process.exit(), lingerMs).unref();
