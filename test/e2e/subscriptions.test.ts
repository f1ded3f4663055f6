import { decodeJwt, decodeProtectedHeader, importJWK, type JWK, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fetchData } from "../../dev/cli/shop/api.ts";
import {
  cancelOrder,
  findOrder,
  importProducts,
  openShop,
  placeOrder,
  productLine,
  type Shop,
  waitForOutbox,
} from "../support/harness.ts";
import { type ServerSentEvent, type Subscription, subscribe, withoutComments } from "../support/sse-client.ts";

type Person = Awaited<ReturnType<Shop["signUp"]>>;

let shop: Shop;
let owner: Person;
let manager: Person;
let support: Person;

beforeAll(async () => {
  shop = await openShop();
  owner = await shop.signUp();
  manager = await shop.signUp("CATALOG_MANAGER");
  support = await shop.signUp("SUPPORT");
  await importProducts(manager, [productLine("LIVE", 1_000), productLine("STOCKED", 10)]);
});

afterAll(() => shop?.stop());

const orderEvents = `subscription ($orderId: ID!, $after: Int) {
  orderEvents(orderId: $orderId, after: $after) {
    sequence type actor order { id status sequence timeline { sequence } lines { sku product { name } } account { email } }
  }
}`;

interface Told {
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
  readonly data?: { readonly orderEvents: Told } | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

const resultOf = ({ data }: ServerSentEvent): Result => JSON.parse(data) as Result;

const watch = (person: Person, orderId: string, more: { after?: number; lastEventId?: string | undefined } = {}) => {
  const { lastEventId, ...variables } = more;
  return subscribe(person, orderEvents, { variables: { orderId, ...variables }, lastEventId });
};

async function all({ events }: Subscription): Promise<ServerSentEvent[]> {
  const found: ServerSentEvent[] = [];
  for await (const event of withoutComments(events)) found.push(event);
  return found;
}

async function newCart(): Promise<string> {
  const made = await fetchData<{ createCart: { order: { id: string } } }>(
    owner,
    "mutation { createCart { order { id } } }",
  );
  return made.createCart.order.id;
}

async function setLine(cartId: string, quantity: number): Promise<void> {
  const query = "mutation ($input: SetCartLineInput!) { setCartLine(input: $input) { userErrors { code } } }";
  await fetchData(owner, query, { input: { cartId, sku: "LIVE", quantity } });
}

/** The same token as if it were over so soon. */
async function shortened(token: string, seconds: number): Promise<string> {
  const { keys } = JSON.parse(shop.stack.services.secrets.jwtPrivateKeys) as { readonly keys: readonly JWK[] };
  const { alg = "", ...header } = decodeProtectedHeader(token);
  const key = keys.find(({ kid }) => kid === header.kid);
  if (key === undefined) throw new Error("the shop has no such key");
  const { iat = 0, ...claims } = decodeJwt(token);
  const exp = Math.floor(Date.now() / 1000) + seconds;
  return new SignJWT({ ...claims, iat, exp }).setProtectedHeader({ ...header, alg }).sign(await importJWK(key, alg));
}

async function confirmedOrder(idempotencyKey: string): Promise<string> {
  const { order } = await placeOrder(owner, { idempotencyKey, lines: [{ sku: "LIVE", quantity: 1 }] });
  return order?.id ?? "";
}

/** Waits for something that is bound to come, for as long as the test may take. */
async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((later) => setTimeout(later, 100));
}

const logLines = (message: string) =>
  shop
    .logs()
    .split("\n")
    .filter((line) => line.includes(`"message":"${message}"`))
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);

describe("orderEvents", () => {
  it("tells every event of an order that runs to its end, and completes", async () => {
    const cartId = await newCart();
    const subscription = await watch(owner, cartId, { after: 0 });
    expect([subscription.status, subscription.headers.get("content-type")]).toEqual([
      200,
      "text/event-stream; charset=utf-8",
    ]);
    await setLine(cartId, 2);
    await placeOrder(owner, { idempotencyKey: "to its end", cartId });
    await cancelOrder(owner, cartId, "to its end");
    const events = await all(subscription);
    expect(events.at(-1)).toEqual({ type: "complete", data: "" });
    const told = events.slice(0, -1);
    const order = await findOrder(owner, cartId);
    const sequences = order?.timeline.map(({ sequence }) => sequence) ?? [];
    expect(told.map(({ type, id }) => [type, id])).toEqual(sequences.map((sequence) => ["next", String(sequence)]));
    const edges = told.map((event) => resultOf(event).data?.orderEvents);
    expect(edges.map((edge) => edge?.type)).toEqual(order?.timeline.map(({ type }) => type));
    expect(edges.map((edge) => edge?.order.sequence)).toEqual(sequences);
    expect(edges.at(-1)?.order.status).toBe("CANCELLED");
    expect(edges.at(-1)?.order.lines[0]?.product?.name).toBe("Product LIVE");
    expect(edges.at(-1)?.order.account?.email).toBe(owner.email);
  });

  it("begins with the order as it stands, and is open for what comes later", async () => {
    const orderId = await confirmedOrder("snapshot");
    const subscription = await watch(owner, orderId);
    const events = withoutComments(subscription.events);
    const { value: snapshot } = await events.next();
    const { type, sequence, order } = resultOf(snapshot as ServerSentEvent).data?.orderEvents ?? {};
    expect([type, order?.status, order?.sequence, order?.timeline.length]).toEqual([
      "OrderConfirmed",
      "CONFIRMED",
      sequence,
      sequence,
    ]);
    const fulfil = "mutation ($input: FulfilOrderInput!) { fulfilOrder(input: $input) { userErrors { code } } }";
    await fetchData(support, fulfil, { input: { orderId, idempotencyKey: "sent" } });
    const later = [await events.next(), await events.next()].map(
      ({ value }) => resultOf(value as ServerSentEvent).data?.orderEvents.type,
    );
    expect(later).toEqual(["ShipmentCreated", "OrderFulfilled"]);
    subscription.close();
  });

  it("misses nothing and repeats nothing, however often its client comes back", async () => {
    const cartId = await newCart();
    const life = (async () => {
      for (let quantity = 1; quantity <= 25; quantity++) await setLine(cartId, quantity);
      await placeOrder(owner, { idempotencyKey: "often", cartId });
      await cancelOrder(owner, cartId, "often");
    })();
    const seen: number[] = [];
    let completed = false;
    let connections = 0;
    while (!completed) {
      const last = seen.at(-1);
      const back = last === undefined ? { after: 0 } : { after: 0, lastEventId: String(last) };
      const subscription = await watch(owner, cartId, back);
      connections++;
      // The first twenty are dropped after one event or two, or when nothing came for a moment.
      let most = connections <= 20 ? 1 + (connections % 2) : Number.POSITIVE_INFINITY;
      const impatience = connections <= 20 ? setTimeout(subscription.close, 150) : undefined;
      for await (const event of withoutComments(subscription.events)) {
        if (event.type === "complete") completed = true;
        else seen.push(resultOf(event).data?.orderEvents.sequence ?? Number.NaN);
        if (--most <= 0) break;
      }
      clearTimeout(impatience);
      subscription.close();
    }
    await life;
    const order = await findOrder(owner, cartId);
    expect(connections).toBeGreaterThan(20);
    expect(seen).toEqual(order?.timeline.map(({ sequence }) => sequence));
    expect(seen.length).toBeGreaterThan(35);
  });

  it("ends with the token of its caller, and misses nothing for whoever comes back with another", async () => {
    const leaver = await shop.signUp();
    const made = await fetchData<{ createCart: { order: { id: string } } }>(
      leaver,
      "mutation { createCart { order { id } } }",
    );
    const orderId = made.createCart.order.id;
    const brief = { ...leaver, token: await shortened(leaver.token ?? "", 2) };
    const subscription = await watch(brief, orderId, { after: 0 });
    const events = await all(subscription);
    expect(events.map(({ type, id }) => [type, id])).toEqual([["next", "1"]]);
    // A verifier forgives a clock that is five seconds slow. Nothing more is told all the same.
    const late = await all(await watch(brief, orderId, { after: 0 }));
    expect(late.filter((event) => event.type === "next" && resultOf(event).data?.orderEvents)).toEqual([]);
    const line = "mutation ($input: SetCartLineInput!) { setCartLine(input: $input) { userErrors { code } } }";
    await fetchData(leaver, line, { input: { cartId: orderId, sku: "LIVE", quantity: 1 } });
    const { events: rest, close: drop } = await watch(leaver, orderId, { after: 0, lastEventId: events.at(-1)?.id });
    const { value } = await withoutComments(rest).next();
    expect(value?.id).toBe("2");
    drop();
  });

  it("is there for staff, and for nobody else as if there were no such order", async () => {
    const orderId = await confirmedOrder("whose");
    const staff = await watch(support, orderId);
    const { value: first } = await withoutComments(staff.events).next();
    expect(resultOf(first as ServerSentEvent).data?.orderEvents.order.status).toBe("CONFIRMED");
    staff.close();
    const stranger = await shop.signUp();
    const hidden = await all(await watch(stranger, orderId));
    const missing = await all(await watch(stranger, `ord_${"0".repeat(26)}`));
    for (const events of [hidden, missing]) {
      expect(events.map(({ type }) => type)).toEqual(["next", "complete"]);
      expect(resultOf(events[0] as ServerSentEvent).errors?.[0]).toMatchObject({
        message: "there is no such order",
        extensions: { code: "NOT_FOUND" },
      });
    }
    const nobody = await all(await subscribe({ url: shop.url }, orderEvents, { variables: { orderId } }));
    expect(resultOf(nobody[0] as ServerSentEvent).errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
  });

  it("costs nothing once its client has left", async () => {
    const orderId = await confirmedOrder("left");
    const subscriptions = await Promise.all(Array.from({ length: 8 }, () => watch(owner, orderId)));
    const begun = subscriptions.map(({ events }) => withoutComments(events).next());
    await Promise.all(begun);
    const watchers = () => logLines("watcher").filter((line) => line.orderId === orderId);
    expect(watchers().map(({ change }) => change)).toEqual(Array.from({ length: 8 }, () => "came"));
    const streams = () => logLines("rpc").filter((line) => line.method === "WatchOrder" && line.code === "canceled");
    const before = streams().length;
    for (const { close: drop } of subscriptions) drop();
    await eventually(() => watchers().length === 16);
    expect(watchers().at(-1)).toMatchObject({ change: "left", watchers: 0 });
    await eventually(() => streams().length >= before + 8);
  }, 60_000);

  it("is open so many times at once for one account, and again when one is closed", async () => {
    const orderId = await confirmedOrder("many");
    const collector = await shop.signUp("SUPPORT");
    const subscriptions = await Promise.all(Array.from({ length: 50 }, () => watch(collector, orderId)));
    const [refusal] = await all(await watch(collector, orderId));
    expect(resultOf(refusal as ServerSentEvent).errors?.[0]?.extensions).toMatchObject({
      code: "RATE_LIMITED",
      reason: "TOO_MANY_SUBSCRIPTIONS",
    });
    for (const { close: drop } of subscriptions) drop();
    await eventually(async () => {
      const { events, close: drop } = await watch(collector, orderId);
      const { value } = await withoutComments(events).next();
      drop();
      return resultOf(value as ServerSentEvent).errors === undefined;
    });
  }, 60_000);

  it("wakes an order that has fallen asleep with its watchers", async () => {
    const orderId = await confirmedOrder("asleep");
    const { events, close: drop } = await watch(owner, orderId, { after: 7 });
    // The platform puts an object out of memory that was idle for ten seconds.
    await new Promise((later) => setTimeout(later, 13_000));
    const fulfil = "mutation ($input: FulfilOrderInput!) { fulfilOrder(input: $input) { userErrors { code } } }";
    await fetchData(support, fulfil, { input: { orderId, idempotencyKey: "awake" } });
    const told = withoutComments(events);
    const edges = [await told.next(), await told.next()].map(
      ({ value }) => resultOf(value as ServerSentEvent).data?.orderEvents,
    );
    expect(edges.map((edge) => edge?.type)).toEqual(["ShipmentCreated", "OrderFulfilled"]);
    // What is read for an event has a deadline of its own, however long ago the subscription began.
    expect(edges.map((edge) => edge?.order.account?.email)).toEqual([owner.email, owner.email]);
    drop();
  }, 60_000);
});

describe("stock", () => {
  it("tells the level as others buy", async () => {
    const query = 'subscription { stock(sku: "STOCKED") { sku available reserved updatedAt } }';
    const subscription = await subscribe({ url: shop.url }, query);
    const events = withoutComments(subscription.events);
    const level = async () => {
      const { value } = await events.next();
      const { data } = JSON.parse((value as ServerSentEvent).data) as { data: { stock: Record<string, unknown> } };
      return data.stock;
    };
    expect(await level()).toMatchObject({ sku: "STOCKED", available: 10, reserved: 0 });
    await placeOrder(owner, { idempotencyKey: "stocked", lines: [{ sku: "STOCKED", quantity: 4 }] });
    let last = await level();
    while (last.reserved !== 0) last = await level();
    expect(last.available).toBe(6);
    subscription.close();
    const unknown = await all(await subscribe({ url: shop.url }, 'subscription { stock(sku: "NONE") { available } }'));
    expect(resultOf(unknown[0] as ServerSentEvent).errors?.[0]?.extensions.code).toBe("NOT_FOUND");
  });

  it("reads the database once a second, however many watch", async () => {
    const query = 'subscription { stock(sku: "STOCKED") { available } }';
    const subscriptions = await Promise.all(Array.from({ length: 20 }, () => subscribe({ url: shop.url }, query)));
    await Promise.all(subscriptions.map(({ events }) => withoutComments(events).next()));
    const statements = () => shop.stack.services.sqlServed().catalog?.statements ?? 0;
    await waitForOutbox(shop);
    const before = statements();
    await new Promise((later) => setTimeout(later, 3_000));
    const read = statements() - before;
    // Each for itself would be sixty; a few are whatever else goes on.
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThan(20);
    for (const { close: drop } of subscriptions) drop();
  });
});

describe("the protocol of server-sent events", () => {
  it("sends a sign of life at once, and again when nothing happens", async () => {
    const orderId = await confirmedOrder("silence");
    const { events, close: drop } = await watch(owner, orderId, { after: 1_000 });
    expect([await events.next(), await events.next()].map(({ value }) => value)).toEqual([
      { type: "comment", data: "" },
      { type: "comment", data: "" },
    ]);
    drop();
  }, 30_000);

  it("tells what is wrong with a document, or with a Last-Event-ID, as an event", async () => {
    for (const query of [
      "subscription { nonsense }",
      "subscription {",
      "subscription ($id: ID!) { orderEvents(orderId: $id) { type } }",
    ]) {
      const subscription = await subscribe(owner, query);
      expect([subscription.status, subscription.headers.get("content-type")]).toEqual([
        200,
        "text/event-stream; charset=utf-8",
      ]);
      const events = await all(subscription);
      expect(events.map(({ type }) => type)).toEqual(["next", "complete"]);
      const { data, errors } = resultOf(events[0] as ServerSentEvent);
      expect([data ?? null, errors?.[0]?.extensions]).toEqual([null, { code: "BAD_USER_INPUT" }]);
    }
    const orderId = await confirmedOrder("bad id");
    const [answer] = await all(await watch(owner, orderId, { lastEventId: "yesterday" }));
    expect(resultOf(answer as ServerSentEvent).errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
  });

  it("answers a query over the same stream, and a browser's EventSource, which can only GET", async () => {
    const events = await all(await subscribe(owner, "{ me { email } }"));
    expect(events).toEqual([
      { type: "next", data: JSON.stringify({ data: { me: { email: owner.email } } }) },
      { type: "complete", data: "" },
    ]);
    const query = encodeURIComponent('subscription { stock(sku: "STOCKED") { sku } }');
    const connection = new AbortController();
    const response = await fetch(`${shop.url}/graphql?query=${query}`, {
      headers: { accept: "text/event-stream" },
      signal: connection.signal,
    });
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/event-stream; charset=utf-8"]);
    connection.abort();
  });

  it("does not subscribe for whoever cannot read events", async () => {
    const body = JSON.stringify({ query: 'subscription { stock(sku: "STOCKED") { sku } }' });
    const ask = (accept: string, authorization: string) => {
      const headers = { "content-type": "application/json", accept, authorization };
      return fetch(`${shop.url}/graphql`, { method: "POST", headers, body });
    };
    const reader = await shop.signUp();
    // More often than one account may have subscriptions open: none of them stays.
    for (let asked = 0; asked <= 50; asked++) {
      const accept = ["application/json", "*/*", "multipart/mixed"][asked % 3] ?? "";
      expect((await ask(accept, `Bearer ${reader.token}`)).status).toBe(406);
    }
    const { events, close: drop } = await subscribe(reader, 'subscription { stock(sku: "STOCKED") { sku } }');
    const { value } = await withoutComments(events).next();
    expect(value?.data).toBe('{"data":{"stock":{"sku":"STOCKED"}}}');
    drop();
  });

  it("is known however its name is written", async () => {
    const query = encodeURIComponent('{ product(slug: "live") { slug } }');
    const response = await fetch(`${shop.url}/graphql?query=${query}`, { headers: { accept: "Text/Event-Stream" } });
    const { headers } = response;
    expect([headers.get("content-type"), headers.get("cache-status")]).toEqual([
      "text/event-stream; charset=utf-8",
      null,
    ]);
    expect(await response.text()).toContain("event: complete");
  });
});
