import { globSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { preset } from '@graphql-codegen/client-preset';
import { codegen } from '@graphql-codegen/core';
import { buildASTSchema, parse } from 'graphql';

const here = import.meta.dirname;
const generated = join(here, 'generated');

/** The files that graphql-codegen's client preset makes of the schema and the operations, by their names. */
export async function generate(): Promise<ReadonlyMap<string, string>> {
  const schema = parse(await readFile(join(here, '../../packages/schema/schema.graphql'), 'utf8'));
  const files = globSync('operations/*.graphql', { cwd: here }).toSorted();
  const documents = await Promise.all(
    files.map(async (location) => {
      const rawSDL = await readFile(join(here, location), 'utf8');
      return { location, rawSDL, document: parse(rawSDL) };
    }),
  );
  const sections = await preset.buildGeneratesSection({
    baseOutputDir: `${generated}/`,
    schema,
    schemaAst: buildASTSchema(schema),
    documents,
    plugins: [],
    pluginMap: {},
    config: {
      // Erasable, as Node runs it; numbers with digits after the point and instants travel as text.
      enumType: 'string-literal',
      enumsAsTypes: true,
      useTypeImports: true,
      strictScalars: true,
      scalars: { DateTime: 'string', Decimal: 'string' },
    },
    presetConfig: {
      fragmentMasking: false,
      persistedDocuments: { mode: 'embedHashInDocument', hashPropertyName: 'hash', hashAlgorithm: 'sha256' },
    },
  });
  const made = new Map<string, string>();
  for (const section of sections) {
    const name = basename(section.filename);
    // The others are for operations that are written into TypeScript; these are in files of their own.
    if (name === 'graphql.ts' || name === 'persisted-documents.json') made.set(name, `${await codegen(section)}\n`);
  }
  return made;
}

if (import.meta.main) {
  await mkdir(generated, { recursive: true });
  for (const [name, text] of await generate()) await writeFile(join(generated, name), text);
}
