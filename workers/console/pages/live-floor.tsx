import { askPersonal } from "../../kit/pages/ask.ts";
import { Island } from "../../kit/pages/island.tsx";
import { streamToBrowser } from "../../kit/pages/live.ts";
import { LiveFloorDocument, LiveFloorEventsDocument, type LiveFloorQuery } from "../documents.generated.ts";
import { findFreePlace, floorSize, floorStates } from "../domain/live-floor.ts";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { OrderStatus } from "../parts/order-status.tsx";
import { toCount } from "../parts/order-views.tsx";
import { renderPage } from "../parts/page.tsx";
import { toWords } from "../parts/status-badge.tsx";
import type { PageContext } from "../server/page-context.ts";

type FloorOrder = LiveFloorQuery["allOrders"]["edges"][number]["node"];

const path = "/orders/live";
const maxDots = 100;
const refreshSeconds = 5;

interface StateCount {
  readonly status: string;
  readonly count: number;
}

const columns: readonly Column<StateCount>[] = [
  {
    id: "state",
    label: "State",
    cell: ({ status }) => (
      <a href={`/orders?status=${status}`}>
        <OrderStatus status={status} />
      </a>
    ),
  },
  { id: "count", label: "Orders", cell: ({ count }) => toCount(count), isNumeric: true },
];

/** The last orders as dots in the boxes of their states, and the number of all orders in each state. */
export async function liveFloor(c: PageContext): Promise<Response> {
  const { allOrders } = await askPersonal(c, LiveFloorDocument, { first: maxDots });
  const countOf = (status: string) => allOrders.statusCounts.find((found) => found.status === status)?.count ?? 0;
  return renderPage(
    c,
    { title: "Live floor", styles: ["floor"], islands: ["live-floor"], refresh: { seconds: refreshSeconds, path } },
    <Island name="live-floor" props={{ path }}>
      <h1>Live floor</h1>
      <p>
        Each dot is one of the last {maxDots} orders. It moves when the state of its order changes, and leads to the
        order. The table has the number of all orders in each state.
      </p>
      <Floor orders={allOrders.edges.map(({ node }) => node)} />
      <div data-part="counts">
        <DataTable
          caption="Orders by state"
          columns={columns}
          rows={floorStates.map(({ status }) => ({ status, count: countOf(status) }))}
          keyOf={({ status }) => status}
          empty=""
        />
      </div>
    </Island>,
  );
}

/** Streams the events of all orders, for the island `live-floor`. */
export function liveFloorEvents(c: PageContext): Promise<Response> {
  return streamToBrowser(c, LiveFloorEventsDocument, {});
}

function Floor({ orders }: { readonly orders: readonly FloorOrder[] }) {
  const { width, height, box } = floorSize;
  return (
    <section class="scroll" tabindex={0} aria-label="States of the last orders">
      <svg class="floor" viewBox={`-1 -1 ${width + 2} ${height + 2}`} role="img" aria-label="A dot for each order">
        <Ways />
        {floorStates.map(({ status, x, y }) => (
          <g key={status}>
            <rect x={x} y={y} width={box.width} height={box.height} rx={4} />
            <text x={x + 6} y={y + 14}>
              {toWords(status)}
            </text>
          </g>
        ))}
        <g data-dots="">{toDots(orders)}</g>
      </svg>
    </section>
  );
}

/** The line of the way to the buyer, and the lines that leave it. */
function Ways() {
  const { width, height } = floorSize.box;
  const middle = floorSize.height / 2;
  const lines = floorStates.map(({ x, y, isOnTheWay }) => {
    const center = x + width / 2;
    return isOnTheWay ? `M${center} ${height}V${middle}` : `M${center} ${middle}V${y}`;
  });
  const last = floorSize.width - width / 2;
  return <path d={`M0 ${height / 2}H${floorSize.width}M${width / 2} ${middle}H${last}${lines.join("")}`} />;
}

function toDots(orders: readonly FloorOrder[]) {
  const taken = new Map(floorStates.map(({ status }) => [status, new Set<number>()]));
  return orders.map(({ id, number, status }) => {
    const slots = taken.get(status) ?? new Set();
    const place = findFreePlace(status, slots);
    if (place === undefined) return null;
    slots.add(place.slot);
    return (
      <circle key={id} cx={place.x} cy={place.y} r={4} data-order={id} data-status={status} data-slot={place.slot}>
        <title>{number ?? id}</title>
      </circle>
    );
  });
}
