import { askAsGuest, askPersonal } from "../../kit/pages/ask.ts";
import { createCookieJar } from "../../kit/pages/cookie-jar.ts";
import { Field } from "../../kit/pages/field.tsx";
import { readForm } from "../../kit/pages/form.ts";
import { Island } from "../../kit/pages/island.tsx";
import { streamToBrowser } from "../../kit/pages/live.ts";
import type { PageRequest } from "../../kit/pages/page-request.ts";
import { redirectTo } from "../../kit/pages/redirect.ts";
import {
  LabOrdersDocument,
  type LabOrdersQuery,
  LabSearchDocument,
  type LabSearchQuery,
  OrderFeedDocument,
  PlaceTestOrderDocument,
} from "../documents.generated.ts";
import { ActionForm } from "../parts/action-form.tsx";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { FilterForm } from "../parts/filter-form.tsx";
import { OrderStatus } from "../parts/order-status.tsx";
import { renderPage } from "../parts/page.tsx";
import { StatusBadge, type StatusKind } from "../parts/status-badge.tsx";
import { Time } from "../parts/time.tsx";
import { type LabService, listServices, serviceStates, setService } from "../server/fault-lab.ts";
import { redirectWithMessage } from "../server/flash.ts";
import type { PageContext } from "../server/page-context.ts";

type LabOrder = LabOrdersQuery["allOrders"]["edges"][number]["node"];

/** Test orders have this address, by which the page finds them. */
const email = "fault-lab@stoa.example";
/** How long the page waits for a shop whose services are slow or cut off. */
const patienceMs = 2_500;
const refreshSeconds = 3;
const maxOrders = 5;

const columns: readonly Column<LabOrder>[] = [
  { id: "number", label: "Number", cell: ({ id, number }) => <a href={`/orders/${id}`}>{number ?? id}</a> },
  { id: "status", label: "Status", cell: ({ status }) => <OrderStatus status={status} /> },
  { id: "placed", label: "Placed (UTC)", cell: ({ placedAt }) => placedAt && <Time at={placedAt} /> },
  { id: "deadline", label: "Waits until (UTC)", cell: ({ deadlineAt }) => deadlineAt && <Time at={deadlineAt} /> },
  { id: "why", label: "Why it is here", cell: ({ explanation }) => explanation.at(-1)?.text },
];

/** A SKU of the shop. Products cannot be read while Postgres is down. */
let knownSku = "";

/** Switches that make services of the local shop unavailable, and test orders that wait and continue. */
export async function lab(c: PageContext): Promise<Response> {
  const query = c.req.query("q")?.trim().slice(0, 200) ?? "";
  const [services, found, searched] = await Promise.all([
    listServices(c),
    settle(askPersonal(c, LabOrdersDocument, { email })),
    query === "" ? undefined : settle(askPersonal(c, LabSearchDocument, { query })),
  ]);
  knownSku = found?.products.edges[0]?.node.variants[0]?.sku ?? knownSku;
  const rows = found?.allOrders.edges.map(({ node }) => node);
  return renderPage(
    c,
    {
      title: "Fault lab",
      islands: ["live-page"],
      refresh: { seconds: refreshSeconds, path: "/lab" },
    },
    <>
      <h1>Fault lab</h1>
      <p>
        A switch takes a service down. Orders that need it wait, and continue when it is up again; without Postgres or
        Redis, no new order is placed. Slow adds 1.5 seconds to each response; a service that is cut off never responds.
      </p>
      <div class="panels">
        {services.map((service) => (
          <Switch key={service.name} service={service} />
        ))}
      </div>
      <ActionForm action="/lab/orders" label="Place test orders">
        <Field name="sku" label="SKU" value={knownSku} maxlength={64} required />
        <Field name="count" type="number" label="Number of orders" value="3" required />
      </ActionForm>
      <FilterForm context={c} fields={["q"]} label="Search">
        <Field name="q" type="search" label="Search products" value={query} maxlength={200} />
      </FilterForm>
      {query !== "" && <SearchAnswer answer={searched?.search} services={services} />}
      <Island name="live-page" props={{ path: "/lab", events: "/lab/events" }}>
        <div data-part="orders">
          <h2>Test orders</h2>
          {rows === undefined ? (
            <p class="errors">The shop does not list orders now. Those that were placed are stored in their own log.</p>
          ) : (
            <DataTable
              caption="Test orders"
              columns={columns}
              rows={rows}
              keyOf={({ id }) => id}
              empty="No test order was placed."
            />
          )}
        </div>
      </Island>
    </>,
  );
}

const kinds: Readonly<Record<string, StatusKind>> = { up: "success", down: "bad", slow: "warning", cut_off: "bad" };

/** The switch of a service, and buttons for its other states. */
function Switch({ service: { name, state } }: { readonly service: LabService }) {
  const current = serviceStates.find((known) => known.state === state);
  return (
    <form method="post" action="/lab/services" class="panel">
      <input type="hidden" name="service" value={name} />
      <div class="actions">
        <button
          type="submit"
          role="switch"
          class="second"
          aria-checked={state === "up"}
          name="state"
          value={state === "up" ? "down" : "up"}
          disabled={state === null}
        >
          {name}
        </button>
        {current === undefined ? (
          <span class="quiet">This shop does not run it, or searches with Postgres.</span>
        ) : (
          <StatusBadge kind={kinds[current.state] ?? "off"} label={current.label} />
        )}
      </div>
      {state !== null && (
        <fieldset class="actions">
          <legend class="hidden">State of {name}</legend>
          {serviceStates.map(({ state: other, label }) => (
            <button
              key={other}
              type="submit"
              class="second"
              name="state"
              value={other}
              disabled={other === state}
              aria-label={`${label}: ${name}`}
            >
              {label}
            </button>
          ))}
        </fieldset>
      )}
    </form>
  );
}

interface SearchAnswerProps {
  /** Undefined if the search failed. */
  readonly answer: LabSearchQuery["search"] | undefined;
  readonly services: readonly LabService[];
}

/** What a search found, and what searched. */
function SearchAnswer({ answer, services }: SearchAnswerProps) {
  const hasEngine = services.some(({ name, state }) => name === "Search" && state !== null);
  return (
    <section class="panel" aria-labelledby="answer">
      <h2 id="answer">Answer of the search</h2>
      {answer === undefined ? (
        <p class="errors">The search failed.</p>
      ) : (
        <>
          <p>
            <StatusBadge
              kind={answer.degraded ? "warning" : "success"}
              label={answer.degraded ? "Degraded" : "Complete"}
            />{" "}
            {answer.degraded
              ? "The search engine did not respond in time. Postgres searched, without facets and corrections."
              : `${hasEngine ? "The search engine" : "Postgres"} searched.`}
          </p>
          <p>{answer.edges.length === 0 ? "No products." : answer.edges.map(({ node }) => node.name).join(", ")}</p>
        </>
      )}
    </section>
  );
}

/** Streams the events of all orders, for the island `live-page`. */
export function labEvents(c: PageContext): Promise<Response> {
  return streamToBrowser(c, OrderFeedDocument, {});
}

/** Changes the state of a service. */
export async function changeService(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  await setService(c, form.get("service"), form.get("state"));
  return redirectTo("/lab");
}

/** Places orders as a guest. They may take long, so the response does not wait for them. */
export async function placeTestOrders(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const count = Math.min(Math.max(Math.trunc(Number(form.get("count"))) || 1, 1), maxOrders);
  const guest: PageRequest = { env: c.env, req: c.req, var: { ...c.var, cookies: createCookieJar(undefined) } };
  const place = async (index: number) => {
    const input = {
      idempotencyKey: `${form.get("idempotencyKey")}:${index}`,
      lines: [{ sku: form.get("sku"), quantity: 1 }],
      paymentMethod: "pm_card_visa",
      email,
      shippingAddress: {
        name: "Fault Lab",
        line1: "1 Test Road",
        city: "Utrecht",
        postalCode: "3511 AB",
        countryCode: "NL",
      },
    };
    return (await askAsGuest(guest, PlaceTestOrderDocument, { input })).placeOrder.userErrors;
  };
  // The first one starts the session of the guest, which all of them use.
  const placing = place(0).then(async (first) => [
    first,
    ...(await Promise.all(Array.from({ length: count - 1 }, (_, index) => place(index + 1)))),
  ]);
  const outcome = placing
    .then(
      (errors) => errors.flat()[0]?.message,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    )
    .then((problem) => (problem === undefined ? `Orders placed: ${count}.` : `Not placed: ${problem}`));
  c.executionCtx.waitUntil(outcome);
  const message = (await settle(outcome)) ?? `Orders are being placed: ${count}.`;
  return redirectWithMessage(c, "/lab", message);
}

/** Returns the result, or undefined if the shop fails or does not respond in time. */
async function settle<T>(result: Promise<T>): Promise<T | undefined> {
  const timeout = new Promise<undefined>((resolve) => setTimeout(resolve, patienceMs, undefined));
  return Promise.race([result.catch(() => undefined), timeout]);
}
