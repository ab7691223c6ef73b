import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';

/** What a gateway answers: data, errors, or both, where a cluster is gone and the rest is there. */
export type Answer<Data> = {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
};

export type AskOptions = {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sends the document's hash in place of its text: the gateway has it as a trusted document. */
  readonly trusted?: boolean;
};

/** Sends an operation; its variables are checked by the compiler, and so is what is read of the answer. */
export async function ask<Data, Variables>(
  url: string,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  { headers = {}, trusted = false }: AskOptions = {},
): Promise<Answer<Data>> {
  const operation = trusted ? { documentId: hashOf(document) } : { query: print(document) };
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers },
    body: JSON.stringify({ ...operation, variables }),
  });
  return await response.json();
}

/** The hash that codegen writes into a document; its type does not know of it. */
function hashOf(document: object): string {
  const generated: { readonly __meta__?: { readonly hash?: string } } = document;
  const hash = generated.__meta__?.hash;
  if (hash === undefined) throw new Error('This document has no hash: codegen did not make it.');
  return hash;
}
