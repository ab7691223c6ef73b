import { buildSchema } from '@causeway/schema';
import { Command } from '@commander-js/extra-typings';
import { introspectionFromSchema, printSchema } from 'graphql';
import type { MakeCommand } from './command.ts';

/** `print-schema`: the public schema in GraphQL's own language, for code generators and reviews. Touches no cluster. */
export const printSchemaCommand: MakeCommand = ({ out }) =>
  new Command('print-schema')
    .summary('print the GraphQL schema')
    .description('Prints the GraphQL schema in the schema definition language.')
    .option('--introspection', 'print the JSON that introspection answers')
    .action(({ introspection }) => {
      const schema = buildSchema();
      out.write(
        introspection === true
          ? `${JSON.stringify({ data: introspectionFromSchema(schema) }, null, 2)}\n`
          : `${printSchema(schema)}\n`,
      );
    });
