import type { Mutant } from "../mutant.ts";

export const auditTrailMutants: readonly Mutant[] = [
  {
    name: "denied requests: a flood is stored immediately",
    file: "workers/kit/observability/event-counter.ts",
    find: "Math.max(now + limits.delayMs, storedAt + limits.intervalMs)",
    replace: "now + limits.delayMs",
    killedBy: ["workers/kit/observability/event-counter.test.ts", "stores a flood every five seconds"],
  },
  {
    name: "denied requests: the number of rows has no limit",
    file: "workers/kit/observability/event-counter.ts",
    find: "rows.size < limits.maxRows || rows.has(key) ? event",
    replace: "rows.size < limits.maxRows || true ? event",
    killedBy: ["workers/kit/observability/event-counter.test.ts", "stores a flood every five seconds"],
  },
  {
    name: "denied requests: the operation is an alias of the client",
    file: "workers/gateway/graphql/format-error.ts",
    find: 'node?.kind === Kind.FIELD ? node.name.value : "graphql"',
    replace: 'String((error as GraphQLError).path?.[0] ?? "graphql")',
    killedBy: ["workers/gateway/yoga/plugins/error-masking.test.ts", "which is no alias"],
  },
  {
    name: "denied requests: an expired token is counted as a forged one",
    file: "workers/gateway/policies/audit.ts",
    find: "|| metadata.expired !== undefined",
    replace: "",
    killedBy: ["workers/gateway/policies/audit.test.ts", "returns undefined for an expired token"],
  },
  {
    name: "audit trail: a failed change by staff is recorded",
    file: "workers/gateway/policies/wrap-resolvers.ts",
    find: "if (isAudited && !hasUserErrors(payload))",
    replace: "if (isAudited)",
    killedBy: ["workers/gateway/policies/wrap-resolvers.test.ts", "records a change by staff, unless it failed"],
  },
];
