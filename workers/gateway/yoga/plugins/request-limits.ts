import { type DocumentNode, NoSchemaIntrospectionCustomRule, type ValidationRule } from "graphql";
import type { Plugin, YogaInitialContext } from "graphql-yoga";
import type { LRUCache } from "lru-cache";
import type { GatewayContext } from "../../context.ts";
import { parseParams } from "../../graphql/params.ts";
import { limitAliases, limitDepth, limitDirectives } from "../../graphql/validation/limits.ts";
import { assertSelectionLimits } from "../../graphql/validation/selection-limits.ts";
import { parseWithTokenLimit } from "../../graphql/validation/token-limit.ts";
import { validateUntilFirstFailure } from "../../graphql/validation/validate.ts";
import { limits } from "../../policies/limits.ts";

const limitRules: readonly ValidationRule[] = [
  limitDepth(limits.depth),
  limitAliases(limits.aliases),
  limitDirectives(limits.directives),
];

/**
 * Uses the body that the route has read, and rejects documents that exceed the limits. Invalid documents are removed from
 * the cache of parsed documents, so that they do not evict valid ones.
 */
export function useRequestLimits(
  production: boolean,
  documents: LRUCache<string, DocumentNode>,
): Plugin<GatewayContext, GatewayContext> {
  const options = { maxErrors: limits.errors, hideSuggestions: production };
  const rules = production ? [...limitRules, NoSchemaIntrospectionCustomRule] : limitRules;
  return {
    onRequestParse: ({ serverContext: { body }, requestParser, setRequestParser }) => {
      const parser = body ?? requestParser;
      if (parser !== undefined) setRequestParser((request) => parseParams(() => parser(request)));
    },
    onParse: ({ setParseFn }) =>
      setParseFn((source) => {
        const document = parseWithTokenLimit(source, limits.tokens);
        assertSelectionLimits(document, limits.selections);
        return document;
      }),
    onValidate: ({ addValidationRule, setValidationFn }) => {
      for (const rule of rules) addValidationRule(rule);
      setValidationFn((schema, document, allRules) => validateUntilFirstFailure(schema, document, allRules, options));
      return ({ valid, context }) => {
        const { params } = context as GatewayContext & YogaInitialContext;
        if (!valid && typeof params.query === "string") documents.delete(params.query);
      };
    },
  };
}
