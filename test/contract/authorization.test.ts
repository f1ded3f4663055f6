import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type DescMethod, type DescMethodUnary, type DescService, getOption } from "@bufbuild/protobuf";
import { type DocumentNode, type FieldDefinitionNode, Kind, parse, type TypeNode } from "graphql";
import { beforeAll, describe, expect, it } from "vitest";
import type { WorkerName } from "../../dev/build/bundle.ts";
import { root } from "../../dev/build/root.ts";
import { type Api, sendGraphql } from "../../dev/cli/shop/api.ts";
import { AccountService } from "../../proto/gen/account/v1/account_pb.js";
import { FailedTaskService } from "../../proto/gen/account/v1/failed_tasks_pb.js";
import { StockNotificationService } from "../../proto/gen/account/v1/stock_notifications_pb.js";
import { WishlistService } from "../../proto/gen/account/v1/wishlist_pb.js";
import { CatalogService } from "../../proto/gen/catalog/v1/catalog_pb.js";
import { CatalogHealthService } from "../../proto/gen/catalog/v1/health_pb.js";
import { ImportService } from "../../proto/gen/catalog/v1/imports_pb.js";
import { InventoryService } from "../../proto/gen/catalog/v1/inventory_pb.js";
import { PricingService } from "../../proto/gen/catalog/v1/pricing_pb.js";
import { SearchAdminService } from "../../proto/gen/catalog/v1/search_admin_pb.js";
import { fresh } from "../../proto/gen/common/v1/permission_pb.js";
import { AccountOrdersService } from "../../proto/gen/order/v1/account_orders_pb.js";
import { OpenDeadLetterService } from "../../proto/gen/order/v1/dead_letters_pb.js";
import { OrderService } from "../../proto/gen/order/v1/order_pb.js";
import { OrderPreviewService } from "../../proto/gen/order/v1/preview_pb.js";
import { SalesService } from "../../proto/gen/order/v1/sales_pb.js";
import type { Identity } from "../../workers/kit/auth/identity.ts";
import { callAsPartner, createToken } from "../support/api-tokens.ts";
import { reasonOf } from "../support/harness.ts";
import { createServiceClient, subscribe } from "../support/sse-client.ts";
import { useShop } from "../support/use-shop.ts";
import { callers, createFixtures, type Fixtures, type Outcome } from "./authorization/fixtures.ts";
import { type OperationRow, operations } from "./authorization/graphql-table.ts";
import { notExposed, partnerMethods, tokenScopes } from "./authorization/partner-rpc-table.ts";
import { type MethodRow, methods } from "./authorization/rpc-table.ts";

const shop = useShop();
let fixtures: Fixtures;

beforeAll(async () => {
  fixtures = await createFixtures(shop);
});

const services: readonly (readonly [WorkerName, DescService])[] = [
  // Before the rows that delete the guest.
  ["account", WishlistService],
  ["account", StockNotificationService],
  ["account", AccountService],
  ["account", FailedTaskService],
  ["catalog", CatalogService],
  ["catalog", InventoryService],
  ["catalog", PricingService],
  ["catalog", ImportService],
  ["catalog", SearchAdminService],
  ["catalog", CatalogHealthService],
  ["order", OrderService],
  ["order", OrderPreviewService],
  ["order", AccountOrdersService],
  ["order", OpenDeadLetterService],
  ["order", SalesService],
];

const schema = readSchema();
const fields = findRootFields(schema);

describe("authorization of GraphQL operations", () => {
  it("the table has a row for every operation, and no others", () => {
    const federation = ["_entities", "_service"];
    const rows = operations.map((row) => (federation.includes(row.field) ? row.field : keyOf(row)));
    expect(new Set(rows)).toEqual(new Set([...fields.keys(), ...federation]));
  });

  it.each(operations.map((row) => [[row.field, row.variant ?? row.type].filter(Boolean).join(" of "), row] as const))(
    "%s",
    async (_name, row) => {
      const outcomes: string[] = [];
      for (const caller of callers) {
        const session = row.endsSession ? await fixtures.createSession(caller) : fixtures.session(caller);
        const { query, variables } = createDocument(row, row.args?.(fixtures) ?? {});
        outcomes.push(outcomeOf(await sendOperation(fixtures.clientFor(session), query, variables)));
      }
      expect(outcomes.join("")).toBe(row.expected);
    },
  );
});

describe("authorization of RPC methods", () => {
  it("the table has a row for every method, and no others", () => {
    const names = services.flatMap(([, { typeName, methods: all }]) => all.map(({ name }) => `${typeName}/${name}`));
    expect(new Set(Object.keys(methods))).toEqual(new Set(names));
  });

  const rows = services.flatMap(([worker, service]) =>
    service.methods.flatMap((method) => {
      const name = `${service.typeName}/${method.name}`;
      const row = methods[name];
      return row === undefined ? [] : [[name, worker, method, row] as const];
    }),
  );

  it.each(rows)("%s", async (_name, worker, method, row) => {
    const outcomes: string[] = [];
    for (const caller of callers) outcomes.push(await callAs(worker, method, row, fixtures.identity(caller)));
    outcomes.push(await callAs(worker, method, row, { roles: [], service: "order" }));
    expect(outcomes.join("")).toBe(row.expected);
  });
});

describe("RPC methods that require a fresh proof of the password", () => {
  const rows = services.flatMap(([worker, { typeName, methods: all }]) =>
    all.flatMap((method) =>
      getOption(method, fresh) ? [[`${typeName}/${method.name}`, worker, method as DescMethodUnary] as const] : [],
    ),
  );

  it.each(rows)("%s rejects an administrator who proved it ten minutes ago", async (_name, worker, method) => {
    const { authenticatedAt, ...admin } = fixtures.identity("admin");
    for (const identity of [admin, { ...admin, authenticatedAt: (authenticatedAt ?? 0) - 600_000 }]) {
      const rpc = await shop.rpc(worker, identity);
      expect(await reasonOf(rpc(method, {}))).toBe("REAUTHENTICATION_REQUIRED");
    }
  });
});

describe("authorization of partner RPCs", () => {
  const names = services.flatMap(([, { typeName, methods: all }]) => all.map(({ name }) => `${typeName}/${name}`));
  let tokens: readonly (string | undefined)[];

  beforeAll(async () => {
    const admin = fixtures.clientFor(await fixtures.createSession("admin"));
    const created = await Promise.all(tokenScopes.map((scope) => createToken(admin, [scope])));
    tokens = [undefined, admin.token, ...created.map(({ token }) => token)];
  });

  it("the table has rows only for existing methods", () => {
    expect(Object.keys(partnerMethods).filter((name) => !names.includes(name))).toEqual([]);
  });

  it.each(names)("%s", async (name) => {
    const { request, expected } = partnerMethods[name] ?? notExposed;
    const outcomes: string[] = [];
    for (const token of tokens) {
      const options = { request: request?.(fixtures) ?? {}, ...(token === undefined ? {} : { token }) };
      const { status, body } = await callAsPartner(shop.url, name, options);
      outcomes.push(partnerOutcomes[String(body.code)] ?? (status < 500 ? "A" : `${status} `));
    }
    expect(outcomes.join("")).toBe(expected);
  });
});

/** Any other error comes from the method itself, so the caller was allowed to call it. */
const partnerOutcomes: Readonly<Record<string, Outcome>> = {
  unauthenticated: "U",
  permission_denied: "F",
  unimplemented: "H",
};

/** Sends an operation. Returns the response, or the first event of a subscription. */
async function sendOperation(api: Api, query: string, variables: object): Promise<OperationResult> {
  if (!query.startsWith("subscription")) return sendGraphql<{ it: unknown }>(api, query, variables);
  const { events, close } = await subscribe(api, query, { variables });
  try {
    let comments = 0;
    for await (const { type, data } of events) {
      if (type !== "comment") return JSON.parse(data) as OperationResult;
      // The first comment comes before the response. A stream that is silent for the interval of heartbeats is open.
      if (++comments === 2) return { data: { it: {} } };
    }
    return {};
  } finally {
    close();
  }
}

async function callAs(
  worker: WorkerName,
  method: DescMethod,
  { request, isShown: shows = () => true }: MethodRow,
  identity: Identity,
): Promise<Outcome> {
  let wasShown = false;
  const message = (request?.(fixtures) ?? {}) as Record<string, unknown>;
  const call = async () => {
    if (method.methodKind === "unary") {
      const rpc = await shop.rpc(worker, identity);
      wasShown = shows((await rpc(method as DescMethodUnary, message)) as unknown as Readonly<Record<string, unknown>>);
    } else {
      const client: Readonly<Record<string, unknown>> = await createServiceClient(shop, worker, {
        service: method.parent,
        identity,
      });
      const stream = (client[method.localName] as (request: object) => AsyncIterable<unknown>)(message);
      for await (const _first of stream) {
        wasShown = true;
        break;
      }
    }
  };
  const reason = await reasonOf(call());
  if (reason === "succeeded") return wasShown ? "A" : "H";
  return outcomeByReason[reason] ?? "A";
}

const outcomeByReason: Readonly<Record<string, Outcome>> = { UNAUTHENTICATED: "U", FORBIDDEN: "F", NOT_FOUND: "H" };

interface OperationResult {
  readonly data?: { readonly it: unknown } | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Readonly<Record<string, unknown>> }[];
}

/** Returns the outcome of a response, or the message of an unexpected error. Invalid input counts as allowed. */
function outcomeOf({ data, errors = [] }: OperationResult): string {
  const [error] = errors;
  if (error !== undefined) return outcomeByReason[String(error.extensions?.code)] ?? `${error.message} `;
  const it = data?.it;
  if (it === null || it === undefined || (Array.isArray(it) && it[0] === null)) return "H";
  const { userErrors = [] } = it as { userErrors?: readonly { readonly code: string }[] };
  return userErrors.some(({ code }) => code === "NOT_FOUND") ? "H" : "A";
}

/** Returns the key of a row in `fields`. */
function keyOf({ field, type }: OperationRow): string {
  const keys = [...fields.keys()].filter((key) => key.split(" ")[1] === field);
  return type === undefined && keys.length === 1 ? (keys[0] ?? "") : `${type} ${field}`;
}

function createDocument(row: OperationRow, args: Readonly<Record<string, unknown>>) {
  const { field } = row;
  if (field === "_service") return { query: "{ it: _service { sdl } }", variables: {} };
  if (field === "_entities") {
    return {
      query: "query ($representations: [_Any!]!) { it: _entities(representations: $representations) { __typename } }",
      variables: args,
    };
  }
  const [operation, definition] = fields.get(keyOf(row)) ?? [];
  if (definition === undefined) throw new Error(`Unknown field ${field}`);
  const parameters = (definition.arguments ?? []).filter(({ name }) => Object.hasOwn(args, name.value));
  const declared = parameters.map(({ name, type }) => `$${name.value}: ${printType(type)}`).join(", ");
  const passed = parameters.map(({ name }) => `${name.value}: $${name.value}`).join(", ");
  const errors = operation === "mutation" ? "userErrors { code }" : "";
  const isScalar = printType(definition.type).startsWith("Boolean");
  const selection = isScalar ? "" : `{ __typename ${errors} }`;
  return {
    query: `${operation} ${declared && `(${declared})`} { it: ${field} ${passed && `(${passed})`} ${selection} }`,
    variables: args,
  };
}

function printType(type: TypeNode): string {
  switch (type.kind) {
    case Kind.NON_NULL_TYPE:
      return `${printType(type.type)}!`;
    case Kind.LIST_TYPE:
      return `[${printType(type.type)}]`;
    default:
      return type.name.value;
  }
}

function readSchema(): DocumentNode {
  const folder = join(root, "schema");
  const files = readdirSync(folder).filter((name) => name.endsWith(".graphql"));
  return parse(files.map((name) => readFileSync(join(folder, name), "utf8")).join("\n"));
}

/** Returns every field of the root types, with its kind of operation, by both: `query product`. */
function findRootFields({ definitions }: DocumentNode): ReadonlyMap<string, readonly [string, FieldDefinitionNode]> {
  const kinds: Readonly<Record<string, string>> = {
    Query: "query",
    Mutation: "mutation",
    Subscription: "subscription",
  };
  return new Map(
    definitions.flatMap((definition) => {
      const isObject =
        definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.OBJECT_TYPE_EXTENSION;
      const kind = isObject ? kinds[definition.name.value] : undefined;
      if (!isObject || kind === undefined) return [];
      return (definition.fields ?? []).map((field) => [`${kind} ${field.name.value}`, [kind, field] as const] as const);
    }),
  );
}
