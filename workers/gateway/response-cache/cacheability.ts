import { type DocumentNode, type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from "graphql";
import type { OperationInfo } from "../policies/operation-info.ts";
import { operations } from "../policies/operations.ts";

/** What everybody may see, and sees alike. A type that is not here is never kept. */
const publicTypes: ReadonlySet<string> = new Set([
  "Query",
  "Category",
  "Product",
  "Variant",
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
]);

/** What must be as it is now: nobody is shown what the last buyer has just taken. */
const ofThisMoment: ReadonlySet<string> = new Set(["Product.inStock", "Variant.stock"]);

const momentary = new RegExp(`\\b(?:${[...ofThisMoment].map((field) => field.split(".")[1]).join("|")})\\b`);

/** False for a text whose words say that it asks for what is never kept: it need not be looked for. */
export const isCacheable = (text: string): boolean => !momentary.test(text);

const known = new WeakMap<OperationInfo, number | undefined>();

/** Seconds that the answer to an operation may be kept; undefined when it may not. */
export function maxAgeOf(assessment: OperationInfo, document: DocumentNode, schema: GraphQLSchema): number | undefined {
  if (!known.has(assessment)) known.set(assessment, find(assessment, document, schema));
  return known.get(assessment);
}

function find({ operation, roots }: OperationInfo, document: DocumentNode, schema: GraphQLSchema): number | undefined {
  if (operation.operation !== "query" || roots.size === 0) return undefined;
  const rows: Readonly<Record<string, { readonly cache: number | "never" }>> = operations.Query;
  const seconds = [...roots].map((field) => rows[field]?.cache ?? "never");
  if (seconds.includes("never") || !isPublic(document, schema)) return undefined;
  return Math.min(...seconds.map(Number));
}

function isPublic(document: DocumentNode, schema: GraphQLSchema): boolean {
  const types = new TypeInfo(schema);
  let all = true;
  const visitor = {
    Field: () => {
      const type = types.getParentType()?.name ?? "";
      const field = types.getFieldDef()?.name ?? "";
      if (!publicTypes.has(type) || ofThisMoment.has(`${type}.${field}`)) all = false;
    },
    Directive: ({ name }: { readonly name: { readonly value: string } }) => {
      if (name.value === "defer" || name.value === "stream") all = false;
    },
  };
  visit(document, visitWithTypeInfo(types, visitor));
  return all;
}
