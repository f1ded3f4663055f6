import { NoSchemaIntrospectionCustomRule, type ValidationRule, validate } from "graphql";
import type { Plugin } from "graphql-yoga";
import type { GatewayContext } from "../../context.ts";
import { parseParams } from "../../graphql/params.ts";
import { limitAliases, limitDepth, limitDirectives } from "../../graphql/validation/limits.ts";
import { parseWithTokenLimit } from "../../graphql/validation/token-limit.ts";
import { limits } from "../../policies/limits.ts";

const limitRules: readonly ValidationRule[] = [
  limitDepth(limits.depth),
  limitAliases(limits.aliases),
  limitDirectives(limits.directives),
];

/** Uses the body that the route has read, and rejects documents that exceed the limits. */
export function useRequestLimits(production: boolean): Plugin<GatewayContext, GatewayContext> {
  const options = { maxErrors: limits.errors, hideSuggestions: production };
  const rules = production ? [...limitRules, NoSchemaIntrospectionCustomRule] : limitRules;
  return {
    onRequestParse: ({ serverContext: { body }, requestParser, setRequestParser }) => {
      const parser = body ?? requestParser;
      if (parser !== undefined) setRequestParser((request) => parseParams(() => parser(request)));
    },
    onParse: ({ setParseFn }) => setParseFn((source) => parseWithTokenLimit(source, limits.tokens)),
    onValidate: ({ addValidationRule, setValidationFn }) => {
      for (const rule of rules) addValidationRule(rule);
      setValidationFn((schema, document, allRules) => validate(schema, document, allRules, options));
    },
  };
}
