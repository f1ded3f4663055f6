import { describe, expect, it } from "vitest";
import { sendGraphql } from "../../dev/cli/shop/api.ts";
import { parseLogLines } from "../../dev/local/telemetry/log-file.ts";
import { logFields } from "../../workers/kit/observability/log-fields.ts";
import { type MetricName, metrics } from "../../workers/kit/observability/metric-table.ts";
import { placeOrder, productLine } from "../support/harness.ts";
import { brokenMetricSink } from "../support/metric-sinks.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const products = [productLine("COUNTED", 100)];
const order = (input: object = {}) => ({
  idempotencyKey: crypto.randomUUID(),
  lines: [{ sku: "COUNTED", quantity: 1 }],
  ...input,
});

describe("metrics", () => {
  const shop = useShop({ products, vars: { METRICS_SAMPLE_RATE: "1", METRICS_LOG: "on" } });
  const buyer = useUser(shop);

  const readPoints = () =>
    parseLogLines(shop.logs(), '"message":"metric"').map((line) => {
      const name = line[logFields.metric] as MetricName;
      const values = line[logFields.labels] as readonly string[];
      const labels = Object.fromEntries(metrics[name].labels.map((label, index) => [label, values[index]]));
      return { name, service: line["service.name"], labels, value: line[logFields.value], count: values.length };
    });
  const find = (name: MetricName, labels: object = {}) =>
    readPoints().filter(
      (point) => point.name === name && Object.entries(labels).every(([key, value]) => point.labels[key] === value),
    );
  const waitFor = (name: MetricName, labels: object = {}, count = 1) =>
    expect.poll(() => find(name, labels).length, { timeout: 20_000, interval: 250 }).toBeGreaterThanOrEqual(count);

  it("count orders by outcome and payments by result, and measure the time to the outcome", async () => {
    await placeOrder(buyer, order());
    await placeOrder(buyer, order({ paymentMethod: "pm_card_chargeDeclined" }));
    await placeOrder(buyer, order({ lines: [{ sku: "COUNTED", quantity: 1_000 }] }));
    await waitFor("stoa.order.outcome", { outcome: "confirmed" });
    await waitFor("stoa.order.outcome", { outcome: "rejected", reason: "PAYMENT_DECLINED" });
    await waitFor("stoa.payment.result", { result: "captured" });
    await waitFor("stoa.payment.result", { result: "declined", code: "generic_decline" });
    await waitFor("stoa.order.time_to_outcome", { outcome: "confirmed" });
    await waitFor("stoa.revenue", { currency: "USD" });
    expect(find("stoa.order.placed", { currency: "USD" }).length).toBe(find("stoa.order.outcome").length);
    expect(find("stoa.order.outcome", { outcome: "confirmed" })).toHaveLength(1);
  });

  it("have the golden signals of each operation, call, effect, dependency and queue", async () => {
    await waitFor("http.server.request.duration", {
      operation: "placeOrder",
      class: "checkout",
      cache: "BYPASS",
      caller: "account",
      code: "ok",
    });
    await waitFor("rpc.server.duration", { method: "PlaceOrder", code: "ok" });
    await waitFor("stoa.effect.duration", { effect: "capturePayment", outcome: "captured" });
    for (const kind of ["sql", "stripe"]) await waitFor("stoa.upstream.duration", { kind, code: "ok" });
    await waitFor("stoa.queue.batch.size", { queue: "order-facts", outcome: "ok" });
    await waitFor("stoa.queue.message.age", { queue: "order-emails" });
    await waitFor("stoa.task.duration", { task: "sendOrderEmail", outcome: "done" });
  });

  it("have the cache status of a request", async () => {
    const query = "{ products(first: 3) { edges { node { name } } } }";
    const category = "{ categories { id } }";
    await sendGraphql({ url: shop.url }, query);
    for (let i = 0; i < 3; i++) await sendGraphql({ url: shop.url }, category);
    await waitFor("http.server.request.duration", { operation: "categories", cache: "MISS" });
    await waitFor("http.server.request.duration", { operation: "categories", cache: "HIT_MEMORY" });
  });

  it("have the code of a request that failed", async () => {
    await sendGraphql({ url: shop.url }, "{ nothing }");
    await waitFor("http.server.request.duration", { code: "BAD_USER_INPUT" });
  });

  it("have the attempts and the lateness of an effect that was repeated", async () => {
    await shop.injectFault("down", "capture", 1);
    await placeOrder(buyer, order());
    await waitFor("stoa.effect.duration", { effect: "capturePayment", outcome: "retry" });
    await waitFor("stoa.effect.attempts", { effect: "capturePayment", outcome: "captured" });
    await waitFor("stoa.effect.lateness", { effect: "capturePayment" });
    expect(find("stoa.effect.attempts", { effect: "capturePayment" })[0]?.value).toBe(2);
  });

  it("have the backlog of all services and a heartbeat of each cron job", async () => {
    await shop.stack.runCrons();
    for (const name of [
      "stoa.order.overdue.count",
      "stoa.order.overdue.age",
      "stoa.order.attention.count",
      "stoa.dead_letter.open.count",
    ] as const) {
      await waitFor(name);
    }
    for (const service of ["account", "catalog"]) {
      await expect
        .poll(() => find("stoa.outbox.depth").filter((point) => point.service === service).length)
        .toBeGreaterThan(0);
      await expect
        .poll(() => find("stoa.outbox.age").filter((point) => point.service === service).length)
        .toBeGreaterThan(0);
    }
    const crons = () => new Set(find("stoa.cron.duration", { outcome: "ok" }).map(({ service }) => service));
    await expect.poll(() => [...crons()].sort()).toEqual(["account", "catalog", "order"]);
  });

  it("count an order that needs attention, and those that still do", async () => {
    await shop.sql("order")`update orders set status = 'NEEDS_ATTENTION' where status = 'REJECTED'`;
    await shop.stack.runCrons();
    await expect.poll(() => find("stoa.order.attention.count").some(({ value }) => Number(value) > 0)).toBe(true);
  });

  it("have a value for each label of the table, and no id in any label", () => {
    const points = readPoints();
    expect(points.length).toBeGreaterThan(50);
    for (const { name, labels, count } of points) {
      expect(count, name).toBe(metrics[name].labels.length);
      expect(JSON.stringify(labels), name).not.toMatch(/ord_|acc_|COUNTED|@/);
    }
  });
});

describe("with a sink of metrics that throws or never returns", () => {
  const shop = useShop({ products, metricsEntry: brokenMetricSink, vars: { METRICS_SAMPLE_RATE: "1" } });
  const buyer = useUser(shop);

  it("orders, lists and cron jobs succeed without waiting for it", async () => {
    const startedAt = Date.now();
    for (let i = 0; i < 5; i++) expect((await placeOrder(buyer, order())).order?.status).toBe("CONFIRMED");
    for (let i = 0; i < 50; i++) {
      expect(
        (await sendGraphql({ url: shop.url }, `{ products(first: ${i + 1}) { edges { cursor } } }`)).errors,
      ).toBeUndefined();
    }
    await shop.stack.runCrons();
    // A request that waits for the sink never ends.
    expect(Date.now() - startedAt).toBeLessThan(40_000);
    expect(shop.logs()).not.toContain("The sink is broken");
  });
});
