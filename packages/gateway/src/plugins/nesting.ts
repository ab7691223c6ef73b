import { Lexer, Source, TokenKind } from 'graphql';

const opening: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/** How long and how deep a document is, up to the point where either passes its limit. */
export type DocumentSize = { readonly tokens: number; readonly nesting: number };

/**
 * Measures a document without parsing it: parsers and validators call themselves for each level, so that a deep
 * document would end in an overflow of the stack. Stops as soon as a limit is passed. Throws the lexer's syntax errors.
 */
export function documentSize(text: string, limit: DocumentSize): DocumentSize {
  const lexer = new Lexer(new Source(text));
  let tokens = 0;
  let depth = 0;
  let nesting = 0;
  for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
    tokens += 1;
    if (opening.has(token.kind)) depth += 1;
    if (closing.has(token.kind)) depth -= 1;
    nesting = Math.max(nesting, depth);
    if (tokens > limit.tokens || nesting > limit.nesting) break;
  }
  return { tokens, nesting };
}

/** Whether a value from JSON is nested deeper than `limit`; found level by level, without recursion. */
export function isNestedDeeper(value: unknown, limit: number): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; depth <= limit; depth += 1) {
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
    if (level.length === 0) return false;
  }
  return true;
}
