import { askPersonal } from "../../kit/pages/ask.ts";
import { ErrorSummary } from "../../kit/pages/error-summary.tsx";
import { readForm, type UserError } from "../../kit/pages/form.ts";
import { PageNotFound } from "../../kit/pages/http-errors.ts";
import { Island } from "../../kit/pages/island.tsx";
import { streamToBrowser } from "../../kit/pages/live.ts";
import {
  AddOrderNoteDocument,
  AskPaymentProviderDocument,
  OrderAsOfDocument,
  OrderEventsDocument,
  OrderLogDocument,
  type OrderLogQuery,
  OrderPageDocument,
  RunPendingEffectsDocument,
} from "../documents.generated.ts";
import { nextChangeAt } from "../domain/waiting.ts";
import { OrderActions } from "../parts/order-actions.tsx";
import { type OrderDetails, toOrderFields, toTimeline, type Zoom } from "../parts/order-data.ts";
import { Attention, Explanation } from "../parts/order-explanation.tsx";
import { Customer, Goods, Ledger, OrderMoney, Shipments } from "../parts/order-facts.tsx";
import { OrderLog } from "../parts/order-log.tsx";
import { Notes } from "../parts/order-notes.tsx";
import { OrderLine, OrderWaiting } from "../parts/order-progress.tsx";
import { OrderStatus } from "../parts/order-status.tsx";
import { TimeTravel } from "../parts/order-time-travel.tsx";
import { OrderWaterfall } from "../parts/order-waterfall.tsx";
import { renderPage } from "../parts/page.tsx";
import { toWords } from "../parts/status-badge.tsx";
import { Time } from "../parts/time.tsx";
import { getViewer } from "../server/find-viewer.ts";
import { redirectWithMessage } from "../server/flash.ts";
import type { PageContext } from "../server/page-context.ts";

const zooms = ["line", "waterfall", "log"] as const satisfies readonly Zoom[];
/** How many events one request returns at most. */
const maxEvents = 250;

/** An order: its goods, its money, and all that happened to it. */
export function order(c: PageContext): Promise<Response> {
  return renderOrder(c, []);
}

/** The complete log of an order, for the replay in the browser. */
export async function orderLog(c: PageContext): Promise<Response> {
  const events: NonNullable<OrderLogQuery["order"]>["timeline"][number][] = [];
  for (;;) {
    const after = events.at(-1)?.sequence ?? null;
    const { order: found } = await askPersonal(c, OrderLogDocument, { id: getId(c), after });
    if (found === null) throw new PageNotFound();
    events.push(...found.timeline);
    if (found.timeline.length < maxEvents) return c.json({ events, fields: toOrderFields(found) });
  }
}

/** Streams the new events of an order, for the island `live-order`. */
export function orderEvents(c: PageContext): Promise<Response> {
  const after = Number(c.req.query("after"));
  return streamToBrowser(c, OrderEventsDocument, {
    orderId: getId(c),
    ...(Number.isInteger(after) ? { after } : {}),
  });
}

/** Runs the pending effects of an order now. */
export async function runEffects(c: PageContext): Promise<Response> {
  const { runPendingEffects } = await askPersonal(c, RunPendingEffectsDocument, { orderId: getId(c) });
  return respond(c, runPendingEffects.userErrors, "The pending effects were run.");
}

/** Asks the payment provider whether the buyer has confirmed the payment. */
export async function resumePayment(c: PageContext): Promise<Response> {
  const { resumeOrderPayment } = await askPersonal(c, AskPaymentProviderDocument, { orderId: getId(c) });
  return respond(c, resumeOrderPayment.userErrors, "The payment provider was asked.");
}

/** Adds a note of the viewer to an order. */
export async function addNote(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const input = { orderId: getId(c), text: form.get("note"), idempotencyKey: form.get("idempotencyKey") };
  const { addOrderNote } = await askPersonal(c, AddOrderNoteDocument, { input });
  return respond(c, addOrderNote.userErrors, "The note was added.");
}

function respond(c: PageContext, errors: readonly UserError[], message: string): Response | Promise<Response> {
  return errors.length === 0 ? redirectWithMessage(c, `/orders/${getId(c)}`, message) : renderOrder(c, errors);
}

function getId(c: PageContext): string {
  return c.req.param("id") ?? "";
}

async function renderOrder(c: PageContext, errors: readonly UserError[]): Promise<Response> {
  const id = getId(c);
  const zoom = zooms.find((name) => name === c.req.query("zoom")) ?? "line";
  const { order: found } = await askPersonal(c, OrderPageDocument, { id, withData: zoom === "log" });
  if (found === null) throw new PageNotFound();
  const past = await findPast(c, found);
  const title = `Order ${found.number ?? id}`;
  return renderPage(
    c,
    { title, status: errors.length === 0 ? 200 : 422, styles: ["order"], islands: ["live-order", "time-travel"] },
    <OrderPage c={c} order={found} zoom={zoom} past={past} errors={errors} title={title} />,
  );
}

/** Returns the order as it was after the event that the URL names. */
async function findPast(c: PageContext, { id, timeline, sequence: latest }: OrderDetails) {
  const sequence = Number(c.req.query("sequence") ?? latest);
  const event = timeline.findLast((candidate) => candidate.sequence <= sequence);
  if (event === undefined || event.sequence >= latest) return undefined;
  const { order: earlier } = await askPersonal(c, OrderAsOfDocument, { id, asOf: event.at });
  // Events of the same millisecond belong together.
  return earlier === null ? undefined : { sequence: earlier.sequence, fields: toOrderFields(earlier) };
}

interface OrderPageProps {
  readonly c: PageContext;
  readonly order: OrderDetails;
  readonly zoom: Zoom;
  readonly past: Awaited<ReturnType<typeof findPast>>;
  readonly errors: readonly UserError[];
  readonly title: string;
}

function OrderPage({ c, order: found, zoom, past, errors, title }: OrderPageProps) {
  const { id, sequence, status, paymentStatus, fulfillmentStatus, placedAt, deadlineAt, stockHeldUntil, traceId } =
    found;
  const path = `/orders/${id}`;
  const timeline = toTimeline(found, Date.now());
  const mayWrite = getViewer(c).permissions.has("ORDER_WRITE_ANY");
  return (
    <Island name="live-order" props={{ path }}>
      <ErrorSummary heading="Nothing was changed" errors={errors.map(({ message }) => ({ text: message }))} />
      <div data-part="head" data-sequence={sequence} data-next-change={nextChangeAt(timeline)}>
        <h1>{title}</h1>
        <p role="status" aria-label="Status of the order">
          <OrderStatus status={status} />
          <span>Payment: {toWords(paymentStatus)}</span>
          <span>Goods: {toWords(fulfillmentStatus)}</span>
          {placedAt !== null && (
            <span class="quiet">
              Placed <Time at={placedAt} /> UTC
            </span>
          )}
          <a href={`${path}/books`}>Four books</a>
          {traceId !== null && <span class="quiet">Trace {traceId}</span>}
        </p>
        <OrderWaiting timeline={timeline} deadlineAt={deadlineAt} stockHeldUntil={stockHeldUntil} />
      </div>
      <div data-part="attention">
        <Attention order={found} />
      </div>
      <div data-part="actions">
        <OrderActions order={found} mayWrite={mayWrite} />
      </div>
      <section aria-labelledby="progress">
        <h2 id="progress">What happened</h2>
        <form class="tabs" action={`${path}#progress`}>
          {zooms.map((name) => (
            <button key={name} name="zoom" value={name} class="second" type="submit" aria-pressed={name === zoom}>
              {toWords(name)}
            </button>
          ))}
        </form>
        <div data-part="timeline">
          {zoom === "line" && <OrderLine timeline={timeline} />}
          {zoom === "waterfall" && <OrderWaterfall timeline={timeline} />}
          {zoom === "log" && (
            <OrderLog timeline={timeline} type={c.req.query("type") || undefined} jsonPath={`${path}/log`} />
          )}
        </div>
      </section>
      <div data-part="why">
        <Explanation order={found} />
      </div>
      <div data-part="goods">
        <Goods order={found} />
        <Ledger order={found} />
      </div>
      <div class="panels" data-part="facts">
        <OrderMoney order={found} />
        <Customer order={found} mayOpen={c.var.mayOpen} />
        <Shipments order={found} />
        <Notes order={found} mayWrite={mayWrite} />
      </div>
      <TimeTravel path={path} events={found.timeline} present={toOrderFields(found)} past={past} />
    </Island>
  );
}
