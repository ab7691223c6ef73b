import { inspect } from 'node:util';
import { Command, CommanderError, type CommandUnknownOpts } from '@commander-js/extra-typings';
import manifest from '../package.json' with { type: 'json' };
import { apiKeyCommand } from './commands/api-key.ts';
import type { CommandContext, MakeCommand } from './commands/command.ts';
import { checkSchemaCommand } from './commands/check-schema.ts';
import { configCommand } from './commands/config.ts';
import { devCommand } from './commands/dev.ts';
import { doctorCommand } from './commands/doctor.ts';
import { explainCommand } from './commands/explain.ts';
import { fdwCommand } from './commands/fdw.ts';
import { importCommand } from './commands/import.ts';
import { migrateCommand } from './commands/migrate.ts';
import { printSchemaCommand } from './commands/print-schema.ts';
import { serveCommand } from './commands/serve.ts';
import { ConfigError } from './config/config-error.ts';
import { messageOf } from './message-of.ts';
import { StopRequest } from './server/shutdown.ts';

/** What a command ends with: done; failed, or a check that found something; called wrongly; stopped before it was done. */
export const exitCodes = { done: 0, failed: 1, usage: 2, stopped: 130 } as const;

const commands: readonly MakeCommand[] = [
  devCommand,
  serveCommand,
  migrateCommand,
  fdwCommand,
  doctorCommand,
  explainCommand,
  importCommand,
  printSchemaCommand,
  checkSchemaCommand,
  apiKeyCommand,
  configCommand,
];

/** Runs the command line `args` (without the program's name) and returns the exit code. Never throws. */
export async function runCli(args: readonly string[], context: CommandContext): Promise<number> {
  const program = new Command('causeway')
    .description('GraphQL over several PostgreSQL clusters that are joined with postgres_fdw.')
    .version(manifest.version, '--version', 'print the version')
    .option('--verbose', 'show where an error comes from');
  for (const make of commands) program.addCommand(make(context));
  throughout(program, (command) =>
    command
      .exitOverride()
      .showHelpAfterError('Add --help for the options.')
      .configureOutput({
        writeOut: (text) => void context.out.write(text),
        writeErr: (text) => void context.err.write(text),
      }),
  );
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCodes.done;
  } catch (error) {
    // Commander has printed help or what is wrong by now; asking for help is no error.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    context.err.write(`${describeError(error, program.opts().verbose === true)}\n`);
    if (error instanceof StopRequest) return exitCodes.stopped;
    return error instanceof ConfigError ? exitCodes.usage : exitCodes.failed;
  }
}

function throughout(command: CommandUnknownOpts, change: (command: CommandUnknownOpts) => unknown): void {
  change(command);
  for (const child of command.commands) throughout(child, change);
}

function describeError(error: unknown, verbose: boolean): string {
  return verbose ? inspect(error, { depth: 6 }) : messageOf(error);
}
