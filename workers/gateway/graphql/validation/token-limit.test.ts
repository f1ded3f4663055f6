import { GraphQLError, Source } from "graphql";
import { describe, expect, it } from "vitest";
import { parseWithTokenLimit } from "./token-limit.ts";

function errorOf(source: string | Source, maxTokens: number): GraphQLError | undefined {
  try {
    parseWithTokenLimit(source, maxTokens);
    return undefined;
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

describe("parseWithTokenLimit", () => {
  it("parses a document that has as many tokens as allowed", () => {
    expect(errorOf("{ a b # comments do not count\n }", 4)).toBeUndefined();
  });

  it.each(["{ a b }", "{ a b c d ", "{ a b ] }", new Source("{ a b }")])(
    "reports a document above the limit as too complex: %j",
    (source) => {
      const error = errorOf(source, 3);
      expect(error?.message).toBe("The document has more than 3 tokens");
      expect(error?.extensions.code).toBe("QUERY_TOO_COSTLY");
    },
  );

  it.each(["{ a ] b c d }", "{ ] }", "{ a ? }", '{ "open', "{ a ", ""])(
    "reports a syntax error before the limit as it is: %j",
    (source) => {
      const error = errorOf(source, 3);
      expect(error?.message).toMatch(/^Syntax Error: (Expected|Unexpected|Unterminated|Cannot parse)/);
      expect(error?.extensions.code).toBeUndefined();
    },
  );
});
