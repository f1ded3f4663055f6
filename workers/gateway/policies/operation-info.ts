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
import type { FieldPolicy, Policy } from "./policy.ts";
import { queryCost } from "./query-cost.ts";

/** The policy of an operation, derived from the policies of its root fields. */
export interface OperationInfo {
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Names of the selected fields of Query, Mutation or Subscription. */
  readonly rootFields: ReadonlySet<string>;
  /** The name of the operation in log lines and metrics: its root fields. The name in the document is text of the client. */
  readonly label: string;
  /** The lowest class of the root fields. */
  readonly class: PriorityClass;
  /** "fail-closed" if one root field is. Fields beside it do not open it. */
  readonly failMode: FailMode;
  /** The longest time limit of the root fields. */
  readonly seconds: number;
}

/** Policy of `__schema` and `__type`, which have no row in the table. */
const introspection: Policy = {
  on: "development",
  permission: Permission.PUBLIC,
  cost: 50,
  class: "browse",
  seconds: 5,
};

const rootTypes = { query: "Query", mutation: "Mutation", subscription: "Subscription" } as const;

/** Returns the policy of a field of a root type; undefined when the table has no row for it. */
export function findPolicy(type: string, field: string): FieldPolicy | undefined {
  const rows: Readonly<Record<string, Readonly<Record<string, FieldPolicy>>>> = operations;
  return field.startsWith("__") ? introspection : rows[type]?.[field];
}

const infoByDocument = new WeakMap<DocumentNode, Map<string, OperationInfo>>();

/** Returns the info of an operation of a valid document. It is computed once for each operation of a parsed document. */
export function analyseOperation(document: DocumentNode, operationName: string | null | undefined): OperationInfo {
  const byName = infoByDocument.get(document) ?? new Map<string, OperationInfo>();
  infoByDocument.set(document, byName);
  const name = operationName ?? "";
  const info = byName.get(name) ?? createInfo(document, operationName);
  byName.set(name, info);
  return info;
}

function createInfo(document: DocumentNode, operationName: string | null | undefined): OperationInfo {
  const operation = getOperationAST(document, operationName);
  if (operation === null || operation === undefined) throw new Error("a valid document without its operation");
  const fragments = new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );
  const rootFields = new Set<string>();
  collectRootFields(operation.selectionSet, fragments, { rootFields, visited: new Set() });
  const policies = [...rootFields].flatMap((field) => findPolicy(rootTypes[operation.operation], field) ?? []);
  const lowest = policies
    .map((policy) => policy.class)
    .sort((a, b) => priorityClasses[a].share - priorityClasses[b].share)[0];
  return {
    operation,
    fragments,
    rootFields,
    label: toLabel(rootFields),
    class: lowest ?? "browse",
    failMode: policies.some((policy) => priorityClasses[policy.class].failMode === "fail-closed")
      ? "fail-closed"
      : "fail-open",
    seconds: Math.max(1, ...policies.map(({ seconds }) => seconds)),
  };
}

const maxLabelFields = 3;

function toLabel(rootFields: ReadonlySet<string>): string {
  const names = [...rootFields].sort();
  return names.length > maxLabelFields ? `${names.slice(0, maxLabelFields)},…` : names.join(",");
}

function collectRootFields(
  set: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  into: { readonly rootFields: Set<string>; readonly visited: Set<string> },
): void {
  for (const node of set.selections) {
    if (node.kind === Kind.FIELD) {
      if (node.name.value !== "__typename") into.rootFields.add(node.name.value);
    } else if (node.kind === Kind.INLINE_FRAGMENT) {
      collectRootFields(node.selectionSet, fragments, into);
    } else if (!into.visited.has(node.name.value)) {
      into.visited.add(node.name.value);
      const fragment = fragments.get(node.name.value);
      if (fragment !== undefined) collectRootFields(fragment.selectionSet, fragments, into);
    }
  }
}

const fixedCosts = new WeakMap<OperationInfo, number>();

/** Returns the points that an operation consumes. The cost of an operation without variables is computed once. */
export function costOf(
  info: OperationInfo,
  schema: GraphQLSchema,
  variables: Readonly<Record<string, unknown>>,
): number {
  if (info.operation.variableDefinitions?.length) return computeCost(info, schema, variables);
  const points = fixedCosts.get(info) ?? computeCost(info, schema, {});
  fixedCosts.set(info, points);
  return points;
}

function computeCost(
  { operation, fragments }: OperationInfo,
  schema: GraphQLSchema,
  variables: Readonly<Record<string, unknown>>,
): number {
  const costOfRootField = (field: string) => findPolicy(rootTypes[operation.operation], field)?.cost ?? 0;
  return Math.max(queryCost({ schema, operation, fragments, variables, costOfRootField }), 1);
}
