import { CausewayError } from '@causeway/schema';
import { parse, type Source } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { documentSize, isNestedDeeper } from './nesting.ts';

/**
 * Characters of a document. Documents are cached by their text, so this bounds what the cache can hold: about a thousand
 * documents of this length.
 */
export const maxDocumentLength = 100_000;

/** Tokens of a document: 500 fields with their arguments need fewer. */
export const maxDocumentTokens = 10_000;

/** Brackets of any kind within each other, in a document or in variables: 20 levels of fields with filters need fewer. */
export const maxNesting = 200;

function tooComplex(message: string): CausewayError {
  return new CausewayError('TOO_COMPLEX', message);
}

function parseWithinLimits(source: string | Source): ReturnType<typeof parse> {
  const text = typeof source === 'string' ? source : source.body;
  const { tokens, nesting } = documentSize(text, { tokens: maxDocumentTokens, nesting: maxNesting });
  if (tokens > maxDocumentTokens) {
    throw tooComplex(`The document has more than ${maxDocumentTokens} tokens. Ask for less in one operation.`);
  }
  if (nesting > maxNesting) {
    throw tooComplex(`The document is nested more than ${maxNesting} levels deep. Ask for less in one operation.`);
  }
  return parse(source);
}

/** Refuses what would cost much to parse, validate and coerce, before any of it is done. */
export function useDocumentLimits(): Plugin {
  return {
    onParams({ params }) {
      // What is no string is refused by Yoga's own check, which runs after this one.
      if (typeof params.query === 'string' && params.query.length > maxDocumentLength) {
        const length = params.query.length;
        throw tooComplex(
          `The document has ${length} characters; at most ${maxDocumentLength} are allowed. Send values as variables.`,
        );
      }
      if (isNestedDeeper(params.variables, maxNesting)) {
        throw tooComplex(`The variables are nested more than ${maxNesting} levels deep.`);
      }
    },
    onParse({ setParseFn }) {
      setParseFn(parseWithinLimits);
    },
  };
}
