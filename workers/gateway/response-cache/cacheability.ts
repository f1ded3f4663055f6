import { type DocumentNode, type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from "graphql";
import type { OperationInfo } from "../policies/operation-info.ts";
import { operations } from "../policies/operations.ts";

/** Types that all callers may see, with the same values. A response with any other type is not cached. */
const publicTypes: ReadonlySet<string> = new Set([
  "Query",
  "Category",
  "Product",
  "Variant",
  "TaxClass",
  "Attribute",
  "Media",
  "Money",
  "PriceRange",
  "ProductConnection",
  "ProductEdge",
  "PageInfo",
  "SearchResult",
  "SearchEdge",
  "Facet",
  "FacetValue",
  "Suggestion",
  "Market",
]);

/** Fields that must be current, so that no client sees stock that has just been sold. */
const uncacheableFields: ReadonlySet<string> = new Set(["Product.inStock", "Variant.stock"]);

const uncacheablePattern = new RegExp(
  `\\b(?:${[...uncacheableFields].map((field) => field.split(".")[1]).join("|")})\\b`,
);

/** Returns false for a text that names an uncacheable field. The cache then need not be looked up. */
export const isCacheable = (text: string): boolean => !uncacheablePattern.test(text);

const maxAges = new WeakMap<OperationInfo, number | undefined>();

/** Returns the seconds that the response of an operation may be cached; undefined when it may not be cached. */
export function maxAgeOf(info: OperationInfo, document: DocumentNode, schema: GraphQLSchema): number | undefined {
  if (!maxAges.has(info)) maxAges.set(info, computeMaxAge(info, document, schema));
  return maxAges.get(info);
}

function computeMaxAge(
  { operation, rootFields }: OperationInfo,
  document: DocumentNode,
  schema: GraphQLSchema,
): number | undefined {
  if (operation.operation !== "query" || rootFields.size === 0) return undefined;
  const rows: Readonly<Record<string, { readonly cache: number | "never" }>> = operations.Query;
  const seconds = [...rootFields].map((field) => rows[field]?.cache ?? "never");
  if (seconds.includes("never") || !isPublic(document, schema)) return undefined;
  return Math.min(...seconds.map(Number));
}

function isPublic(document: DocumentNode, schema: GraphQLSchema): boolean {
  const types = new TypeInfo(schema);
  let allPublic = true;
  const visitor = {
    Field: () => {
      const type = types.getParentType()?.name ?? "";
      const field = types.getFieldDef()?.name ?? "";
      if (!publicTypes.has(type) || uncacheableFields.has(`${type}.${field}`)) allPublic = false;
    },
    Directive: ({ name }: { readonly name: { readonly value: string } }) => {
      if (name.value === "defer" || name.value === "stream") allPublic = false;
    },
  };
  visit(document, visitWithTypeInfo(types, visitor));
  return allPublic;
}
