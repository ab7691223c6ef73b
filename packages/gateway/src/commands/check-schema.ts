import { readFile } from 'node:fs/promises';
import { buildSchema } from '@causeway/schema';
import { Command } from '@commander-js/extra-typings';
import { type Change, CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema as buildFromText, type GraphQLSchema } from 'graphql';
import { messageOf } from '../message-of.ts';
import { CommandFailure, type MakeCommand } from './command.ts';

/** `check-schema FILE`: what clients that were made for the schema of a file would notice of the one that is served. Touches no cluster. */
export const checkSchemaCommand: MakeCommand = ({ out }) =>
  new Command('check-schema')
    .summary('compare the GraphQL schema with an older one')
    .description(
      'Compares the GraphQL schema with that of a file, which clients were made for, and prints what changed. ' +
        'Exit code 1 where something may break a client.',
    )
    .argument('<file>', 'a schema in the schema definition language, as print-schema printed it')
    .action(async (file) => {
      const changes = await diff(await readSchema(file), buildSchema());
      const parts = levels.map(({ level, title }) => section(title, changes.filter(isOf(level))));
      out.write(changes.length === 0 ? 'Nothing changed.\n' : `${parts.filter((part) => part !== '').join('\n')}`);
      const breaking = changes.filter(isOf(CriticalityLevel.Breaking)).length;
      if (breaking > 0) throw new CommandFailure(`Clients may break: ${breaking} of ${changes.length} changes.`);
    });

const levels = [
  { level: CriticalityLevel.Breaking, title: 'Breaks clients' },
  { level: CriticalityLevel.Dangerous, title: 'May surprise clients' },
  { level: CriticalityLevel.NonBreaking, title: 'Harmless' },
] as const;

const isOf =
  (level: CriticalityLevel) =>
  ({ criticality }: Change): boolean =>
    criticality.level === level;

function section(title: string, changes: readonly Change[]): string {
  if (changes.length === 0) return '';
  return `${title}:\n${changes.map(({ message, criticality }) => line(message, criticality.reason)).join('')}`;
}

function line(message: string, reason: string | undefined): string {
  return `- ${message}${reason === undefined ? '' : `\n  ${reason.replaceAll(/\s+/g, ' ')}`}\n`;
}

async function readSchema(file: string): Promise<GraphQLSchema> {
  try {
    return buildFromText(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new CommandFailure(
      `${file} holds no schema: ${messageOf(cause)}. Give a file that \`causeway print-schema\` wrote.`,
      {
        cause,
      },
    );
  }
}
