import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  type ValidationContext,
  type ValidationRule,
  validate,
} from "graphql";

/** The rule whose time grows with the square of the number of fields. Plugins replace it by rules of the same name. */
const quadraticRule = "OverlappingFieldsCanBeMergedRule";

/**
 * Validates a document. Reports the errors of the first rule that fails, and no others. The quadratic rule runs last, on
 * documents that all other rules accept.
 */
export function validateUntilFirstFailure(
  schema: GraphQLSchema,
  document: DocumentNode,
  rules: readonly ValidationRule[],
  options: { readonly maxErrors: number; readonly hideSuggestions: boolean },
): readonly GraphQLError[] {
  const linearRules = rules.filter(({ name }) => name !== quadraticRule);
  const errors = validate(schema, document, reportFirstFailing(linearRules), options);
  if (errors.length > 0) return errors;
  const lastRules = rules.filter(({ name }) => name === quadraticRule);
  return validate(schema, document, lastRules, options);
}

/** Wraps rules, so that after the first error only the rule that reported it reports errors. */
function reportFirstFailing(rules: readonly ValidationRule[]): readonly ValidationRule[] {
  let failing: ValidationRule | undefined;
  return rules.map((rule) => (context) => {
    const ownContext: ValidationContext = Object.create(context, {
      reportError: {
        value: (error: GraphQLError) => {
          failing ??= rule;
          if (failing === rule) context.reportError(error);
        },
      },
    });
    return rule(ownContext);
  });
}
