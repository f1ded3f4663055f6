import { type DocumentNode, GraphQLError, Lexer, parse, Source, TokenKind } from "graphql";
import { queryTooComplex } from "../errors.ts";

/** Parses a document. Throws QUERY_TOO_COSTLY for a document with more than `maxTokens` lexical tokens. */
export function parseWithTokenLimit(source: string | Source, maxTokens: number): DocumentNode {
  try {
    return parse(source, { maxTokens });
  } catch (error) {
    if (!isAtTokenLimit(error, source, maxTokens)) throw error;
    throw queryTooComplex(`The document has more than ${maxTokens} tokens`);
  }
}

/**
 * graphql-js reports the limit as a syntax error at the first token above it, and marks it in no other way. Throws the
 * syntax error again if the lexer is what rejects the document.
 */
function isAtTokenLimit(error: unknown, source: string | Source, maxTokens: number): boolean {
  const position = error instanceof GraphQLError ? error.positions?.[0] : undefined;
  if (position === undefined) return false;
  const lexer = new Lexer(typeof source === "string" ? new Source(source) : source);
  let tokens = 0;
  while (lexer.token.start < position || tokens === 0) {
    if (lexer.advance().kind === TokenKind.EOF) return false;
    tokens++;
  }
  return tokens > maxTokens;
}
