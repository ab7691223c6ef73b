import { Command } from '@commander-js/extra-typings';
import { printConfig } from '../config/print-config.ts';
import type { MakeCommand } from './command.ts';
import { addConfigOptions } from './config-options.ts';

/** `config`: what `serve` would run with, and where each value comes from. Touches no cluster. */
export const configCommand: MakeCommand = (context) => {
  const command = new Command('config')
    .summary('print the effective configuration, without secrets')
    .description(
      'Prints the configuration that `serve` would run with and where each value comes from: file, then environment, then flags.',
    )
    .option('--json', 'print JSON');
  const load = addConfigOptions(command, context);
  return command.action(async ({ json }) => {
    const { effective } = await load();
    context.out.write(printConfig(effective, json === true ? 'json' : 'text'));
  });
};
