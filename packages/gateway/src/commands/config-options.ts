import { type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import type { Flags } from '../config/from-flags.ts';
import { allOptions, type ListedOption } from '../config/list-options.ts';
import { type ConfigSources, type LoadedConfig, readConfig } from '../config/read-config.ts';
import type { CommandContext } from './command.ts';

/** What a command adds to the configuration of all: its own defaults, and what it cannot do without. */
type OfCommand = Pick<ConfigSources, 'defaults' | 'needs'> & {
  /** Sections whose flags mean nothing to it. */
  readonly without?: readonly string[];
};

/** Gives a command `--config` and the flag of every option; returns what reads the configuration once they are parsed. */
export function addConfigOptions(
  command: CommandUnknownOpts,
  { environment }: CommandContext,
  { without = [], ...ofCommand }: OfCommand = {},
): () => Promise<LoadedConfig> {
  const file = new Option('--config <file>', 'a configuration file, as JSON (environment: CAUSEWAY_CONFIG)');
  command.addOption(file);
  const flags = allOptions.flatMap((option) => {
    if (option.flag === undefined || without.includes(option.section)) return [];
    const flag = toFlag(option, option.flag, ofCommand.defaults?.[option.path] ?? option.fallback);
    command.addOption(flag);
    return [{ name: option.flag, attribute: flag.attributeName() }];
  });
  return () => {
    const given: Flags = Object.fromEntries(
      flags.flatMap(({ name, attribute }) => {
        const value: unknown = command.getOptionValue(attribute);
        return typeof value === 'string' || value === true ? [[name, value] as const] : [];
      }),
    );
    const path: unknown = command.getOptionValue(file.attributeName());
    return readConfig({ ...ofCommand, environment, flags: given, file: typeof path === 'string' ? path : undefined });
  };
}

function toFlag({ about, section, isSwitch, variable }: ListedOption, name: string, fallback: unknown) {
  const origin = fallback === undefined ? '' : `default: ${fallback}, `;
  const value = isSwitch ? '[true|false]' : '<value>';
  return new Option(`--${name} ${value}`, `${about} (${origin}environment: ${variable})`).helpGroup(`${section}:`);
}
