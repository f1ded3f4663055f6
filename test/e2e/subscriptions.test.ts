import { decodeJwt, decodeProtectedHeader, importJWK, type JWK, SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { fetchData } from "../../dev/cli/shop/api.ts";
import { cancelOrder, findOrder, placeOrder, productLine, waitForOutbox } from "../support/harness.ts";
import { type ServerSentEvent, type Subscription, subscribe, withoutComments } from "../support/sse-client.ts";
import { type User, useShop, useUser } from "../support/use-shop.ts";

const skus = Array.from({ length: 25 }, (_, index) => `LINE-${index}`);
const products = [productLine("LIVE", 1_000), productLine("STOCKED", 10), ...skus.map((sku) => productLine(sku, 10))];
const shop = useShop({ products });
const owner = useUser(shop);
const support = useUser(shop, "SUPPORT");

const orderEvents = `subscription ($orderId: ID!, $after: Int) {
  orderEvents(orderId: $orderId, after: $after) {
    sequence type actor order { id status sequence timeline { sequence } lines { sku product { name } } account { email } }
  }
}`;
const stockSubscription = 'subscription { stock(sku: "STOCKED") { sku } }';
const eventStream = "text/event-stream; charset=utf-8";

interface OrderEventPayload {
  readonly sequence: number;
  readonly type: string;
  readonly order: {
    readonly status: string;
    readonly sequence: number;
    readonly timeline: readonly unknown[];
    readonly lines: readonly { readonly product: { readonly name: string } | null }[];
    readonly account: { readonly email: string } | null;
  };
}

interface Result {
  readonly data?: { readonly orderEvents: OrderEventPayload } | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

/** Parses the GraphQL result in an event. An absent event is an empty result. */
const resultOf = (event: ServerSentEvent | undefined): Result => JSON.parse(event?.data ?? "{}") as Result;

const subscribeToOrder = (
  user: User,
  orderId: string,
  options: { after?: number; lastEventId?: string | undefined } = {},
) => {
  const { lastEventId, ...variables } = options;
  return subscribe(user, orderEvents, { variables: { orderId, ...variables }, lastEventId });
};

/** Collects the events until the server closes the stream. */
async function collectEvents({ events }: Subscription): Promise<ServerSentEvent[]> {
  const collected: ServerSentEvent[] = [];
  for await (const event of withoutComments(events)) collected.push(event);
  return collected;
}

async function createCart(user: User = owner): Promise<string> {
  type Data = { createCart: { order: { id: string } } };
  return (await fetchData<Data>(user, "mutation { createCart { order { id } } }")).createCart.order.id;
}

async function setLine(cartId: string, quantity: number, user: User = owner, sku = "LIVE"): Promise<void> {
  const query = "mutation ($input: SetCartLineInput!) { setCartLine(input: $input) { userErrors { code } } }";
  await fetchData(user, query, { input: { cartId, sku, quantity } });
}

async function fulfil(orderId: string, idempotencyKey: string): Promise<void> {
  const query = "mutation ($input: FulfilOrderInput!) { fulfilOrder(input: $input) { userErrors { code } } }";
  await fetchData(support, query, { input: { orderId, idempotencyKey } });
}

/** Returns a token with the same claims that expires after this number of seconds. */
async function withExpiry(token: string, seconds: number): Promise<string> {
  const { keys } = JSON.parse(shop.stack.services.secrets.jwtPrivateKeys) as { readonly keys: readonly JWK[] };
  const { alg = "", ...header } = decodeProtectedHeader(token);
  const key = keys.find(({ kid }) => kid === header.kid);
  if (key === undefined) throw new Error(`The shop has no signing key ${header.kid}`);
  const { iat = 0, ...claims } = decodeJwt(token);
  const exp = Math.floor(Date.now() / 1000) + seconds;
  return new SignJWT({ ...claims, iat, exp }).setProtectedHeader({ ...header, alg }).sign(await importJWK(key, alg));
}

async function confirmedOrder(idempotencyKey: string): Promise<string> {
  const { order } = await placeOrder(owner, { idempotencyKey, lines: [{ sku: "LIVE", quantity: 1 }] });
  return order?.id ?? "";
}

/** Waits until the condition is true. The timeout of the test ends the wait. */
async function waitUntil(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 100));
}

const logLines = (message: string) =>
  shop
    .logs()
    .split("\n")
    .filter((line) => line.includes(`"message":"${message}"`))
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);

describe("orderEvents", () => {
  it("sends every event of an order and completes when the order ends", async () => {
    const cartId = await createCart();
    const subscription = await subscribeToOrder(owner, cartId, { after: 0 });
    expect([subscription.status, subscription.headers.get("content-type")]).toEqual([200, eventStream]);
    await setLine(cartId, 2);
    await placeOrder(owner, { idempotencyKey: "to its end", cartId });
    await cancelOrder(owner, cartId, "to its end");
    const events = await collectEvents(subscription);
    expect(events.at(-1)).toEqual({ type: "complete", data: "" });
    const sent = events.slice(0, -1);
    const order = await findOrder(owner, cartId);
    const sequences = order?.timeline.map(({ sequence }) => sequence) ?? [];
    expect(sent.map(({ type, id }) => [type, id])).toEqual(sequences.map((sequence) => ["next", String(sequence)]));
    const payloads = sent.map((event) => resultOf(event).data?.orderEvents);
    expect(payloads.map((payload) => payload?.type)).toEqual(order?.timeline.map(({ type }) => type));
    expect(payloads.map((payload) => payload?.order.sequence)).toEqual(sequences);
    expect(payloads.at(-1)?.order.status).toBe("CANCELLED");
    expect(payloads.at(-1)?.order.lines[0]?.product?.name).toBe("Product LIVE");
    expect(payloads.at(-1)?.order.account?.email).toBe(owner.email);
  });

  it("starts with the current state of the order, then sends later events", async () => {
    const orderId = await confirmedOrder("snapshot");
    const subscription = await subscribeToOrder(owner, orderId);
    const events = withoutComments(subscription.events);
    const { type, sequence, order } = resultOf((await events.next()).value).data?.orderEvents ?? {};
    expect([type, order?.status, order?.sequence, order?.timeline.length]).toEqual([
      "OrderConfirmed",
      "CONFIRMED",
      sequence,
      sequence,
    ]);
    await fulfil(orderId, "sent");
    const later = [await events.next(), await events.next()].map(({ value }) => resultOf(value).data?.orderEvents.type);
    expect(later).toEqual(["ShipmentCreated", "OrderFulfilled"]);
    subscription.close();
  });

  it("sends each event exactly once to a client that reconnects more than 20 times", async () => {
    const cartId = await createCart();
    const writes = (async () => {
      for (const sku of skus) await setLine(cartId, 1, owner, sku);
      await placeOrder(owner, { idempotencyKey: "often", cartId });
      await cancelOrder(owner, cartId, "often");
    })();
    const seen: number[] = [];
    let completed = false;
    let connections = 0;
    while (!completed) {
      const last = seen.at(-1);
      const position = last === undefined ? { after: 0 } : { after: 0, lastEventId: String(last) };
      const subscription = await subscribeToOrder(owner, cartId, position);
      connections++;
      // The client closes the first 20 connections after one or two events, or after 150 ms.
      let remaining = connections <= 20 ? 1 + (connections % 2) : Number.POSITIVE_INFINITY;
      const timeout = connections <= 20 ? setTimeout(subscription.close, 150) : undefined;
      for await (const event of withoutComments(subscription.events)) {
        if (event.type === "complete") completed = true;
        else seen.push(resultOf(event).data?.orderEvents.sequence ?? Number.NaN);
        if (--remaining <= 0) break;
      }
      clearTimeout(timeout);
      subscription.close();
    }
    await writes;
    const order = await findOrder(owner, cartId);
    expect(connections).toBeGreaterThan(20);
    expect(seen).toEqual(order?.timeline.map(({ sequence }) => sequence));
    expect(seen.length).toBeGreaterThan(35);
  });

  it("is available to support", async () => {
    const orderId = await confirmedOrder("support");
    const subscription = await subscribeToOrder(support, orderId);
    const { value } = await withoutComments(subscription.events).next();
    expect(resultOf(value).data?.orderEvents.order.status).toBe("CONFIRMED");
    subscription.close();
  });

  it("returns NOT_FOUND to other users, as for an unknown order, and UNAUTHENTICATED to guests", async () => {
    const orderId = await confirmedOrder("whose");
    const stranger = await shop.signUp();
    const hidden = await collectEvents(await subscribeToOrder(stranger, orderId));
    const missing = await collectEvents(await subscribeToOrder(stranger, `ord_${"0".repeat(26)}`));
    for (const events of [hidden, missing]) {
      expect(events.map(({ type }) => type)).toEqual(["next", "complete"]);
      expect(resultOf(events[0]).errors?.[0]).toMatchObject({
        message: "Order not found",
        extensions: { code: "NOT_FOUND" },
      });
    }
    const guest = await collectEvents(await subscribe({ url: shop.url }, orderEvents, { variables: { orderId } }));
    expect(resultOf(guest[0]).errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
  });
});

// These tests spend most of their time waiting, so they run concurrently.
describe.concurrent("a long-lived subscription", () => {
  it("resumes an order that was evicted from memory while the client stayed connected", async () => {
    const orderId = await confirmedOrder("asleep");
    const subscription = await subscribeToOrder(owner, orderId, { after: 7 });
    // The platform evicts a Durable Object that was idle for ten seconds.
    await new Promise((resolve) => setTimeout(resolve, 13_000));
    await fulfil(orderId, "awake");
    const events = withoutComments(subscription.events);
    const payloads = [await events.next(), await events.next()].map(({ value }) => resultOf(value).data?.orderEvents);
    expect(payloads.map((payload) => payload?.type)).toEqual(["ShipmentCreated", "OrderFulfilled"]);
    // The reads for each event have a new deadline, which does not start with the subscription.
    expect(payloads.map((payload) => payload?.order.account?.email)).toEqual([owner.email, owner.email]);
    subscription.close();
  }, 60_000);

  it("is closed when the access token expires, and continues with a new token where it stopped", async () => {
    const user = await shop.signUp();
    const orderId = await createCart(user);
    const expiring = { ...user, token: await withExpiry(user.token ?? "", 2) };
    const events = await collectEvents(await subscribeToOrder(expiring, orderId, { after: 0 }));
    expect(events.map(({ type, id }) => [type, id])).toEqual([["next", "1"]]);
    // Verification allows five seconds of clock skew. The subscription sends no event even then.
    const late = await collectEvents(await subscribeToOrder(expiring, orderId, { after: 0 }));
    expect(late.filter((event) => event.type === "next" && resultOf(event).data?.orderEvents)).toEqual([]);
    await setLine(orderId, 1, user);
    const resumed = await subscribeToOrder(user, orderId, { after: 0, lastEventId: events.at(-1)?.id });
    const { value } = await withoutComments(resumed.events).next();
    expect(value?.id).toBe("2");
    resumed.close();
  });

  it("releases the order's subscribers and the RPC streams when the clients disconnect", async () => {
    const orderId = await confirmedOrder("left");
    const subscriptions = await Promise.all(Array.from({ length: 8 }, () => subscribeToOrder(owner, orderId)));
    await Promise.all(subscriptions.map(({ events }) => withoutComments(events).next()));
    const changes = () => logLines("subscriber").filter((line) => line["stoa.order_id"] === orderId);
    expect(changes().map((line) => line["stoa.change"])).toEqual(Array.from({ length: 8 }, () => "opened"));
    const traceIds = subscriptions.map(({ headers }) => headers.get("x-request-id"));
    const canceledStreams = () =>
      logLines("rpc").filter(
        (line) =>
          line["rpc.method"] === "WatchOrder" &&
          line["rpc.connect_rpc.error_code"] === "canceled" &&
          traceIds.includes(String(line["stoa.trace_id"])),
      );
    expect(canceledStreams()).toHaveLength(0);
    for (const { close } of subscriptions) close();
    await waitUntil(() => changes().length === 16);
    expect(changes().at(-1)).toMatchObject({ "stoa.change": "closed", "stoa.subscribers": 0 });
    await waitUntil(() => canceledStreams().length === 8);
  }, 60_000);

  it("gets a heartbeat immediately and again while no event occurs", async () => {
    const orderId = await confirmedOrder("silence");
    const { events, close } = await subscribeToOrder(owner, orderId, { after: 1_000 });
    expect([await events.next(), await events.next()].map(({ value }) => value)).toEqual([
      { type: "comment", data: "" },
      { type: "comment", data: "" },
    ]);
    close();
  }, 30_000);

  it("counts against a limit of 50 per account until it is closed", async () => {
    const orderId = await confirmedOrder("many");
    const collector = await shop.signUp("SUPPORT");
    const subscriptions = await Promise.all(Array.from({ length: 50 }, () => subscribeToOrder(collector, orderId)));
    const [rejection] = await collectEvents(await subscribeToOrder(collector, orderId));
    expect(resultOf(rejection).errors?.[0]?.extensions).toMatchObject({
      code: "RATE_LIMITED",
      reason: "TOO_MANY_SUBSCRIPTIONS",
    });
    for (const { close } of subscriptions) close();
    await waitUntil(async () => {
      const { events, close } = await subscribeToOrder(collector, orderId);
      const { value } = await withoutComments(events).next();
      close();
      return resultOf(value).errors === undefined;
    });
  }, 60_000);
});

describe("the stock subscription", () => {
  it("sends the new level after each order", async () => {
    const query = 'subscription { stock(sku: "STOCKED") { sku available reserved updatedAt } }';
    const subscription = await subscribe({ url: shop.url }, query);
    const events = withoutComments(subscription.events);
    const nextLevel = async () => {
      const { value } = await events.next();
      const { data } = JSON.parse((value as ServerSentEvent).data) as { data: { stock: Record<string, unknown> } };
      return data.stock;
    };
    expect(await nextLevel()).toMatchObject({ sku: "STOCKED", available: 10, reserved: 0 });
    await placeOrder(owner, { idempotencyKey: "stocked", lines: [{ sku: "STOCKED", quantity: 4 }] });
    let level = await nextLevel();
    while (level.reserved !== 0) level = await nextLevel();
    expect(level.available).toBe(6);
    subscription.close();
  });

  it("sends the levels of several SKUs in one stream", async () => {
    const query = 'subscription { stockLevels(skus: ["STOCKED", "NONE"]) { sku available } }';
    const subscription = await subscribe({ url: shop.url }, query);
    const { value } = await withoutComments(subscription.events).next();
    expect(JSON.parse((value as ServerSentEvent).data)).toEqual({
      data: { stockLevels: { sku: "STOCKED", available: expect.any(Number) } },
    });
    subscription.close();
    const many = JSON.stringify(Array.from({ length: 51 }, (_, index) => `SKU-${index}`));
    const events = await collectEvents(
      await subscribe({ url: shop.url }, `subscription { stockLevels(skus: ${many}) { sku } }`),
    );
    expect(resultOf(events[0]).errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
  });

  it("returns NOT_FOUND for an unknown SKU", async () => {
    const query = 'subscription { stock(sku: "NONE") { available } }';
    const events = await collectEvents(await subscribe({ url: shop.url }, query));
    expect(resultOf(events[0]).errors?.[0]?.extensions.code).toBe("NOT_FOUND");
  });

  it("reads the database once a second for all subscribers of a SKU", async () => {
    const query = 'subscription { stock(sku: "STOCKED") { available } }';
    const subscriptions = await Promise.all(Array.from({ length: 20 }, () => subscribe({ url: shop.url }, query)));
    await Promise.all(subscriptions.map(({ events }) => withoutComments(events).next()));
    const countStatements = () => shop.stack.services.sqlServed().catalog?.statements ?? 0;
    await waitForOutbox(shop);
    const before = countStatements();
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const statements = countStatements() - before;
    // One read per subscriber and second would be 60 statements. A few statements come from background jobs.
    expect(statements).toBeGreaterThan(0);
    expect(statements).toBeLessThan(20);
    for (const { close } of subscriptions) close();
  });
});

describe("GraphQL over server-sent events", () => {
  it.each([
    { name: "an unknown field", query: "subscription { nonsense }" },
    { name: "a syntax error", query: "subscription {" },
    {
      name: "a missing variable",
      query: "subscription ($id: ID!) { orderEvents(orderId: $id) { type } }",
    },
  ])("reports $name as an event with status 200", async ({ query }) => {
    const subscription = await subscribe(owner, query);
    expect([subscription.status, subscription.headers.get("content-type")]).toEqual([200, eventStream]);
    const events = await collectEvents(subscription);
    expect(events.map(({ type }) => type)).toEqual(["next", "complete"]);
    const { data, errors } = resultOf(events[0]);
    expect([data ?? null, errors?.[0]?.extensions]).toEqual([null, { code: "BAD_USER_INPUT" }]);
  });

  it("reports an invalid Last-Event-ID as an event", async () => {
    const orderId = await confirmedOrder("bad id");
    const [event] = await collectEvents(await subscribeToOrder(owner, orderId, { lastEventId: "yesterday" }));
    expect(resultOf(event).errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
  });

  it("sends the result of a query as one event", async () => {
    const events = await collectEvents(await subscribe(owner, "{ me { email } }"));
    expect(events).toEqual([
      { type: "next", data: JSON.stringify({ data: { me: { email: owner.email } } }) },
      { type: "complete", data: "" },
    ]);
  });

  it("accepts GET, because EventSource sends no other method", async () => {
    const connection = new AbortController();
    const response = await fetch(`${shop.url}/graphql?query=${encodeURIComponent(stockSubscription)}`, {
      headers: { accept: "text/event-stream" },
      signal: connection.signal,
    });
    expect([response.status, response.headers.get("content-type")]).toEqual([200, eventStream]);
    connection.abort();
  });

  it("rejects a subscription with 406 when the client does not accept an event stream, and opens none", async () => {
    const body = JSON.stringify({ query: stockSubscription });
    const user = await shop.signUp();
    const authorization = `Bearer ${user.token}`;
    // One account may have 50 open subscriptions. The last subscription shows that none of these was opened.
    for (let count = 0; count <= 50; count++) {
      const accept = ["application/json", "*/*", "multipart/mixed"][count % 3] ?? "";
      const headers = { "content-type": "application/json", accept, authorization };
      expect((await fetch(`${shop.url}/graphql`, { method: "POST", headers, body })).status).toBe(406);
    }
    const { events, close } = await subscribe(user, stockSubscription);
    const { value } = await withoutComments(events).next();
    expect(value?.data).toBe('{"data":{"stock":{"sku":"STOCKED"}}}');
    close();
  });

  it("matches the Accept header without regard to case", async () => {
    const query = encodeURIComponent('{ product(slug: "live") { slug } }');
    const response = await fetch(`${shop.url}/graphql?query=${query}`, { headers: { accept: "Text/Event-Stream" } });
    const { headers } = response;
    expect([headers.get("content-type"), headers.get("cache-status")]).toEqual([eventStream, null]);
    expect(await response.text()).toContain("event: complete");
  });
});
