import { beforeAll, describe, expect, it } from "vitest";
import { type LogLine, parseLogLines } from "../../dev/local/telemetry/log-file.ts";
import { findJoinedSpans, type Span, toSpans, toTree } from "../../dev/local/telemetry/spans.ts";
import {
  type LogFieldName,
  logFields,
  operationLines,
  spanFields,
} from "../../workers/kit/observability/log-fields.ts";
import { findOrder, placeOrder, productLine } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop({ products: [productLine("TRACED", 10)] });
const buyer = useUser(shop);

const nameOf = ({ service, operation, name }: Span) => `${service} ${operation} ${name}`;

/** An order whose payment waits for the buyer, with a webhook, a run of the cron job, failures, alarms and two queues. */
describe("the trace of one order", () => {
  let spans: readonly Span[] = [];
  let orderId = "";

  beforeAll(async () => {
    const { order } = await placeOrder(buyer, {
      idempotencyKey: crypto.randomUUID(),
      lines: [{ sku: "TRACED", quantity: 1 }],
      paymentMethod: "pm_card_authenticationRequired",
    });
    orderId = order?.id ?? "";
    await shop.sql("order")`update orders set deadline_at = now() - interval '1 minute' where id = ${orderId}`;
    await shop.stack.runCrons();
    // The webhook's own request waits for four seconds. The alarm makes the last attempts.
    await shop.injectFault("down", "capture", 6);
    const payment = (await shop.ledger()).find((entry) => entry.orderId === orderId);
    await shop.authenticatePayment(payment?.id ?? "", true);
    await waitUntil(async () => (await findOrder(buyer, orderId))?.status === "CONFIRMED");
    await waitUntil(() => readSpans().some(({ operation, orderId: id }) => operation === "task" && id === orderId));
    await waitUntil(() => readSpans().some(({ operation, name }) => operation === "wake" && name === "alarm"));
    // The events of the placement and of the confirmation.
    await waitUntil(() => countMessages("order-facts") >= 2 && countMessages("order-emails") >= 2);
    spans = findJoinedSpans(readSpans(), orderId);
  });

  const readSpans = () => toSpans(parseLogLines(shop.logs(), "stoa.trace_id"));
  const countMessages = (queue: string) =>
    readSpans()
      .filter(({ line }) => line[logFields.queue] === queue)
      .reduce((sum, { line }) => sum + Number(line[logFields.messages]), 0);
  const named = (name: string) => spans.filter((span) => nameOf(span) === name);
  const parentOf = (span: Span) =>
    spans.find(({ traceId, spanId }) => traceId === span.traceId && spanId === span.parentId);
  const linkedTo = (span: Span) =>
    spans.filter(({ traceId, spanId }) =>
      span.links.some((link) => link.traceId === traceId && link.spanId === spanId),
    );

  it("has each span of the request, of the webhook and of the queues once, below the span that caused it", () => {
    const expected = {
      "order rpc PlaceOrder": "gateway request placeOrder",
      "catalog rpc Quote": "order rpc PlaceOrder",
      "order effect reserveStock": "order rpc PlaceOrder",
      "catalog rpc Reserve": "order effect reserveStock",
      "order effect authorizePayment": "order rpc PlaceOrder",
      "order effect capturePayment": "order wake webhook",
      "account task sendOrderEmail": "account batch order-emails",
      "order rpc GetOrderEmail": "account task sendOrderEmail",
    };
    for (const [name, parent] of Object.entries(expected)) {
      const [span, ...others] = named(name);
      expect(others, name).toEqual([]);
      const found = span && parentOf(span);
      expect(found && nameOf(found).replace(/ \(\d+\)$/, ""), name).toBe(parent);
    }
    expect(named("gateway request placeOrder")).toHaveLength(1);
  });

  it("continues in the alarm: the last attempts of an effect are below its span", () => {
    const attempts = spans.filter(({ operation, name }) => operation === "effect" && name.startsWith("capturePayment"));
    expect(attempts.map(({ name }) => name)).toEqual([
      "capturePayment",
      ...[2, 3, 4, 5, 6, 7].map((attempt) => `capturePayment (attempt ${attempt})`),
    ]);
    expect(attempts.map(({ isFailed }) => isFailed)).toEqual([...Array(6).fill(true), false]);
    const last = attempts.at(-1);
    const alarm = last && parentOf(last);
    expect(alarm && nameOf(alarm)).toBe("order wake alarm");
    const cause = alarm && parentOf(alarm);
    expect(cause && nameOf(cause)).toBe("order rpc PlaceOrder");
  });

  it.each([
    ["webhook", "order rpc ReceivePaymentEvent", "gateway request POST /webhooks/stripe"],
    ["cron", "order cron * * * * *", undefined],
  ])("joins the trace of the %s that woke the order", (trigger, caller, root) => {
    const [wake] = named(`order wake ${trigger}`);
    expect(wake && nameOf(parentOf(wake) ?? wake)).toBe("order rpc PlaceOrder");
    const [linked] = wake ? linkedTo(wake) : [];
    expect(linked && nameOf(linked)).toBe(caller);
    const parent = linked && parentOf(linked);
    expect(parent && nameOf(parent)).toBe(root);
  });

  it.each(["catalog batch order-facts", "account batch order-emails"])(
    "joins the %s that received its event",
    (name) => {
      const batches = spans.filter((span) => nameOf(span).startsWith(name));
      const senders = batches.flatMap((batch) => [parentOf(batch) ?? [], linkedTo(batch)].flat());
      expect(senders.length).toBeGreaterThan(0);
      for (const sender of senders) expect(nameOf(sender)).toMatch(/^order effect publishFact/);
    },
  );

  it("has no span without a parent other than requests and runs of the cron job, and no id twice", () => {
    const roots = toTree(spans).filter(({ depth }) => depth === 0);
    for (const { span } of roots) expect(["request", "cron"], nameOf(span)).toContain(span.operation);
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
    expect(toTree(spans)).toHaveLength(spans.length);
  });

  it("has in each line the fields of its operation, and in no line a field that the table does not have", () => {
    const lines = parseLogLines(shop.logs());
    expect(lines.length).toBeGreaterThan(50);
    const common = ["time", "level", "message", "service.name", "service.version", "deployment.environment.name"];
    const known = new Set<string>([...common, ...Object.values(logFields)]);
    for (const line of lines) {
      expect(
        Object.keys(line).filter((name) => !known.has(name)),
        JSON.stringify(line),
      ).toEqual([]);
      const operation = operationLines[line.message as keyof typeof operationLines];
      if (operation === undefined) continue;
      const always: readonly LogFieldName[] = [...operation.always, "ms", "traceId", "spanId"];
      expect(missing(line, always), JSON.stringify(line)).toEqual([]);
      const allowed = new Set<string>([
        ...common,
        ...[...always, ...operation.sometimes, ...spanFields].map((field) => logFields[field]),
      ]);
      expect(
        Object.keys(line).filter((name) => !allowed.has(name)),
        JSON.stringify(line),
      ).toEqual([]);
    }
  });

  it("has in the line of the request its operation, cost, caller, class and calls", () => {
    expect(named("gateway request placeOrder")[0]?.line).toMatchObject({
      "graphql.operation.name": "placeOrder",
      "graphql.operation.type": "mutation",
      "http.route": "/graphql",
      "http.response.status_code": 200,
      "stoa.class": "checkout",
      "stoa.caller": "account",
      "stoa.cache.status": "BYPASS",
      "stoa.cost": expect.any(Number),
      "stoa.upstream": { rpc: { n: expect.any(Number), ms: expect.any(Number) } },
    });
  });

  it("is one picture at /dev/traces, and its list links to it", async () => {
    const page = await (await fetch(`${shop.stack.tracesUrl}/${orderId}`)).text();
    expect(page.match(/<g><title>/g)).toHaveLength(spans.length);
    expect(page).toContain("capturePayment (attempt 7)");
    expect(await (await fetch(shop.stack.tracesUrl)).text()).toContain(`/dev/traces/${orderId}`);
    expect(
      (await fetch(`${shop.stack.tracesUrl}/%3Cscript%3E`).then((response) => response.text())).includes("<script>"),
    ).toBe(false);
  });
});

async function waitUntil(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 250));
}

function missing(line: LogLine, fields: readonly LogFieldName[]): readonly string[] {
  return fields.filter((field) => line[logFields[field]] === undefined);
}
