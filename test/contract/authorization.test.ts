import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { DescMethod, DescMethodUnary, DescService } from "@bufbuild/protobuf";
import { type DocumentNode, type FieldDefinitionNode, Kind, parse, type TypeNode } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WorkerName } from "../../dev/build/bundle.ts";
import { root } from "../../dev/build/root.ts";
import { type Api, sendGraphql } from "../../dev/cli/shop/api.ts";
import { AccountService } from "../../proto/gen/account/v1/account_pb.js";
import { CatalogService } from "../../proto/gen/catalog/v1/catalog_pb.js";
import { InventoryService } from "../../proto/gen/catalog/v1/inventory_pb.js";
import { OrderService } from "../../proto/gen/order/v1/order_pb.js";
import type { Identity } from "../../workers/kit/auth/identity.ts";
import { callAsPartner, createToken } from "../support/api-tokens.ts";
import { openShop, reasonOf, type Shop } from "../support/harness.ts";
import { createServiceClient, subscribe, withoutComments } from "../support/sse-client.ts";
import { callers, createFixtures, type Outcome, type World } from "./authorization/fixtures.ts";
import { type OperationRow, operations } from "./authorization/graphql-table.ts";
import { doors, notThere, scopes } from "./authorization/partner-rpc-table.ts";
import { type MethodRow, methods } from "./authorization/rpc-table.ts";

let shop: Shop;
let world: World;

beforeAll(async () => {
  shop = await openShop();
  world = await createFixtures(shop);
});

afterAll(() => shop?.stop());

const services: readonly (readonly [WorkerName, DescService])[] = [
  ["account", AccountService],
  ["catalog", CatalogService],
  ["catalog", InventoryService],
  ["order", OrderService],
];

const schema = readSchema();
const fields = rootFields(schema);

describe("every operation of the public API", () => {
  it("has a row in the table, and every row an operation", () => {
    const federation = ["_entities", "_service"];
    expect(new Set(operations.map(({ field }) => field))).toEqual(new Set([...fields.keys(), ...federation]));
  });

  it.each(operations.map((row) => [[row.field, row.about].filter(Boolean).join(" of "), row] as const))(
    "%s",
    async (_name, row) => {
      const outcomes: string[] = [];
      for (const caller of callers) {
        const session = row.endsSession ? await world.fresh(caller) : world.session(caller);
        const { query, variables } = documentOf(row, row.args?.(world) ?? {});
        outcomes.push(outcomeOf(await answerTo(world.api(session), query, variables)));
      }
      expect(outcomes.join("")).toBe(row.expected);
    },
  );
});

describe("every method of a service", () => {
  it("has a row in the table, and every row a method", () => {
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
    for (const caller of callers) outcomes.push(await callAs(worker, method, row, world.identity(caller)));
    outcomes.push(await callAs(worker, method, row, { roles: [], service: "order" }));
    expect(outcomes.join("")).toBe(row.expected);
  });
});

describe("the door for partners", () => {
  const names = services.flatMap(([, { typeName, methods: all }]) => all.map(({ name }) => `${typeName}/${name}`));
  let tokens: readonly (string | undefined)[];

  beforeAll(async () => {
    const admin = world.api(await world.fresh("admin"));
    const made = await Promise.all(scopes.map((scope) => createToken(admin, [scope])));
    tokens = [undefined, admin.token, ...made.map(({ token }) => token)];
  });

  it("has no row for a method that there is not", () => {
    expect(Object.keys(doors).filter((name) => !names.includes(name))).toEqual([]);
  });

  it.each(names)("%s", async (name) => {
    const { request, expected } = doors[name] ?? notThere;
    const outcomes: string[] = [];
    for (const token of tokens) {
      const about = { request: request?.(world) ?? {}, ...(token === undefined ? {} : { token }) };
      const { status, body } = await callAsPartner(shop.url, name, about);
      outcomes.push(byDoor[String(body.code)] ?? (status < 500 ? "A" : `${status} `));
    }
    expect(outcomes.join("")).toBe(expected);
  });
});

/** A refusal of the method's own is one of somebody who was let in. */
const byDoor: Readonly<Record<string, Outcome>> = { unauthenticated: "U", permission_denied: "F", unimplemented: "H" };

/** What an operation is answered with; a subscription, first of all. */
async function answerTo(api: Api, query: string, variables: object): Promise<Reply> {
  if (!query.startsWith("subscription")) return sendGraphql<{ it: unknown }>(api, query, variables);
  const { events, close: drop } = await subscribe(api, query, { variables });
  const { value } = await withoutComments(events).next();
  drop();
  return JSON.parse(value?.data ?? "{}") as Reply;
}

async function callAs(
  worker: WorkerName,
  method: DescMethod,
  { request, shows = () => true }: MethodRow,
  identity: Identity,
): Promise<Outcome> {
  let shown = false;
  const message = (request?.(world) ?? {}) as Record<string, unknown>;
  const answer = async () => {
    if (method.methodKind === "unary") {
      const rpc = await shop.rpc(worker, identity);
      shown = shows((await rpc(method as DescMethodUnary, message)) as unknown as Readonly<Record<string, unknown>>);
    } else {
      const client: Readonly<Record<string, unknown>> = await createServiceClient(shop, worker, {
        service: method.parent,
        identity,
      });
      const stream = (client[method.localName] as (request: object) => AsyncIterable<unknown>)(message);
      for await (const _first of stream) {
        shown = true;
        break;
      }
    }
  };
  const reason = await reasonOf(answer());
  if (reason === "succeeded") return shown ? "A" : "H";
  return byReason[reason] ?? "A";
}

const byReason: Readonly<Record<string, Outcome>> = { UNAUTHENTICATED: "U", FORBIDDEN: "F", NOT_FOUND: "H" };

interface Reply {
  readonly data?: { readonly it: unknown } | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Readonly<Record<string, unknown>> }[];
}

/** Bad input is an error of somebody who was let in; anything that is not expected here is no outcome at all. */
function outcomeOf({ data, errors = [] }: Reply): string {
  const [error] = errors;
  if (error !== undefined) return byReason[String(error.extensions?.code)] ?? `${error.message} `;
  const it = data?.it;
  if (it === null || it === undefined || (Array.isArray(it) && it[0] === null)) return "H";
  const { userErrors = [] } = it as { userErrors?: readonly { readonly code: string }[] };
  return userErrors.some(({ code }) => code === "NOT_FOUND") ? "H" : "A";
}

function documentOf({ field }: OperationRow, args: Readonly<Record<string, unknown>>) {
  if (field === "_service") return { query: "{ it: _service { sdl } }", variables: {} };
  if (field === "_entities") {
    return {
      query: "query ($representations: [_Any!]!) { it: _entities(representations: $representations) { __typename } }",
      variables: args,
    };
  }
  const [operation, definition] = fields.get(field) ?? [];
  if (definition === undefined) throw new Error(`there is no ${field}`);
  const given = (definition.arguments ?? []).filter(({ name }) => Object.hasOwn(args, name.value));
  const declared = given.map(({ name, type }) => `$${name.value}: ${textOf(type)}`).join(", ");
  const passed = given.map(({ name }) => `${name.value}: $${name.value}`).join(", ");
  const errors = operation === "mutation" ? "userErrors { code }" : "";
  return {
    query: `${operation} ${declared && `(${declared})`} { it: ${field} ${passed && `(${passed})`} { __typename ${errors} } }`,
    variables: args,
  };
}

function textOf(type: TypeNode): string {
  switch (type.kind) {
    case Kind.NON_NULL_TYPE:
      return `${textOf(type.type)}!`;
    case Kind.LIST_TYPE:
      return `[${textOf(type.type)}]`;
    default:
      return type.name.value;
  }
}

function readSchema(): DocumentNode {
  const folder = join(root, "schema");
  const files = readdirSync(folder).filter((name) => name.endsWith(".graphql"));
  return parse(files.map((name) => readFileSync(join(folder, name), "utf8")).join("\n"));
}

/** Every field of the root types, with the kind of operation that it belongs to. */
function rootFields({ definitions }: DocumentNode): ReadonlyMap<string, readonly [string, FieldDefinitionNode]> {
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
      return (definition.fields ?? []).map((field) => [field.name.value, [kind, field] as const] as const);
    }),
  );
}
