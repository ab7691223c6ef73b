import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { GraphQLError, type GraphQLSchema, Kind, parse, validate } from 'graphql';
import { z } from 'zod';

/** Documents by their SHA-256, in hexadecimal digits. */
export type TrustedDocuments = ReadonlyMap<string, string>;

/** A file of trusted documents cannot be taken; the message names every fault. */
export class TrustedDocumentsError extends Error {
  override readonly name = 'TrustedDocumentsError';
}

const fileShape = z.record(z.string(), z.string());

/** Reads a file of documents by hash, as code generators write it. Each has to fit its hash and the schema: faults show before any client meets them. */
export async function readTrustedDocuments(file: string, schema: GraphQLSchema): Promise<TrustedDocuments> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new TrustedDocumentsError(`The file of trusted documents cannot be read: check the path ${file}`, { cause });
  });
  const documents = readJson(text, file);
  const faults = [...documents].flatMap(([hash, document]) => faultsOf(hash, document, schema));
  if (faults.length === 0) return documents;
  throw new TrustedDocumentsError([`The file of trusted documents has faults: ${file}`, ...faults].join('\n'));
}

function readJson(text: string, file: string): TrustedDocuments {
  try {
    const documents = fileShape.parse(JSON.parse(text));
    return new Map(Object.entries(documents).map(([hash, document]) => [hash.replace(/^sha256:/, ''), document]));
  } catch (cause) {
    throw new TrustedDocumentsError(`The file of trusted documents is no JSON object of documents by hash: ${file}`, {
      cause,
    });
  }
}

function faultsOf(hash: string, document: string, schema: GraphQLSchema): readonly string[] {
  const actual = createHash('sha256').update(document).digest('hex');
  if (actual !== hash) return [`  ${hash}: the document's SHA-256 is ${actual}`];
  try {
    return validate(schema, parse(document)).map(({ message }) => `  ${hash}: ${message}`);
  } catch (error) {
    if (error instanceof GraphQLError) return [`  ${hash}: ${error.message}`];
    throw error;
  }
}

/** The names of the operations in trusted documents. */
export function operationNames(documents: TrustedDocuments): readonly string[] {
  const definitions = [...documents.values()].flatMap((document) => parse(document).definitions);
  return definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION && definition.name !== undefined ? [definition.name.value] : [],
  );
}
