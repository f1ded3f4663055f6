import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";
import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import { type FailMode, type PriorityClass, priorityClasses } from "./limits.ts";
import { operations } from "./operations.ts";
import type { Policy } from "./policy.ts";
import { queryCost } from "./query-cost.ts";

/** What the policies of its fields say of an operation as a whole. */
export interface OperationInfo {
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Names of the fields of Query, Mutation or Subscription that are asked for. */
  readonly roots: ReadonlySet<string>;
  /** The lowest of its fields'. */
  readonly class: PriorityClass;
  /** Whether one of its fields is closed then. What stands beside it opens nothing. */
  readonly withoutRedis: FailMode;
  /** The longest of its fields'. */
  readonly seconds: number;
}

/** `__schema` and `__type`, which are not in the table. */
const introspection: Policy = {
  on: "development",
  permission: Permission.PUBLIC,
  cost: 50,
  class: "browse",
  seconds: 5,
};

const kinds = { query: "Query", mutation: "Mutation", subscription: "Subscription" } as const;

/** The policy of a field of a root type; undefined when the table has none. */
export function findPolicy(type: string, field: string): Policy | undefined {
  const rows: Readonly<Record<string, Readonly<Record<string, Policy>>>> = operations;
  return field.startsWith("__") ? introspection : rows[type]?.[field];
}

const known = new WeakMap<DocumentNode, Map<string, OperationInfo>>();

/** Of a document that is valid. Documents that were parsed once are assessed once. */
export function analyseOperation(document: DocumentNode, operationName: string | null | undefined): OperationInfo {
  const byName = known.get(document) ?? new Map<string, OperationInfo>();
  known.set(document, byName);
  const name = operationName ?? "";
  const found = byName.get(name) ?? make(document, operationName);
  byName.set(name, found);
  return found;
}

function make(document: DocumentNode, operationName: string | null | undefined): OperationInfo {
  const operation = getOperationAST(document, operationName);
  if (operation === null || operation === undefined) throw new Error("a valid document without its operation");
  const fragments = new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );
  const roots = new Set<string>();
  collectRoots(operation.selectionSet, fragments, { roots, seen: new Set() });
  const policies = [...roots].flatMap((field) => findPolicy(kinds[operation.operation], field) ?? []);
  const lowest = policies
    .map((policy) => policy.class)
    .sort((a, b) => priorityClasses[a].share - priorityClasses[b].share)[0];
  return {
    operation,
    fragments,
    roots,
    class: lowest ?? "browse",
    withoutRedis: policies.some((policy) => priorityClasses[policy.class].withoutRedis === "closed")
      ? "closed"
      : "open",
    seconds: Math.max(1, ...policies.map(({ seconds }) => seconds)),
  };
}

function collectRoots(
  set: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  into: { readonly roots: Set<string>; readonly seen: Set<string> },
): void {
  for (const node of set.selections) {
    if (node.kind === Kind.FIELD) {
      if (node.name.value !== "__typename") into.roots.add(node.name.value);
    } else if (node.kind === Kind.INLINE_FRAGMENT) {
      collectRoots(node.selectionSet, fragments, into);
    } else if (!into.seen.has(node.name.value)) {
      into.seen.add(node.name.value);
      const fragment = fragments.get(node.name.value);
      if (fragment !== undefined) collectRoots(fragment.selectionSet, fragments, into);
    }
  }
}

const fixed = new WeakMap<OperationInfo, number>();

/** The points that an operation takes of its caller's quota. Without variables they are always the same. */
export function costOf(
  assessment: OperationInfo,
  schema: GraphQLSchema,
  variables: Readonly<Record<string, unknown>>,
): number {
  if (assessment.operation.variableDefinitions?.length) return priced(assessment, schema, variables);
  const points = fixed.get(assessment) ?? priced(assessment, schema, {});
  fixed.set(assessment, points);
  return points;
}

function priced(
  { operation, fragments }: OperationInfo,
  schema: GraphQLSchema,
  variables: Readonly<Record<string, unknown>>,
): number {
  const ofRoot = (field: string) => findPolicy(kinds[operation.operation], field)?.cost ?? 0;
  return Math.max(queryCost({ schema, operation, fragments, variables, ofRoot }), 1);
}
