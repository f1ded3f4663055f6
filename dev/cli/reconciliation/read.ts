import type Stripe from "stripe";
import type {
  OrderRow,
  Payment,
  ReportedOrder,
  StockUnits,
  TaxReport,
} from "../../../workers/order/domain/reconciliation/records.ts";
import { mapConcurrently } from "../../process/parallel.ts";
import type { Api } from "../shop/api.ts";
import { fetchRespectingRateLimit } from "./fetch-with-retry.ts";
import type { Sources, Sql } from "./sources.ts";

/** The stock of an order, and the ids of its reservations. A cart that was placed again has several. */
export interface OrderReservations extends StockUnits {
  readonly reservationIds: readonly string[];
}

export async function readUnits(sql: Sql): Promise<ReadonlyMap<string, OrderReservations>> {
  const rows = await sql`
    select r.order_id as id, array_agg(distinct r.id) as "reservationIds",
      coalesce(sum(i.quantity) filter (where r.status = 'held'), 0)::int as held,
      coalesce(sum(i.quantity - i.restocked) filter (where r.status = 'committed'), 0)::int as sold
    from reservations r left join reservation_items i on i.reservation_id = r.id group by r.order_id`;
  return new Map((rows as (OrderReservations & { readonly id: string })[]).map(({ id, ...units }) => [id, units]));
}

/** Reads all payments from the provider's lists. The order id of a payment without an order is "". */
export async function readPayments(stripe: Stripe): Promise<readonly Payment[]> {
  const refunded = new Map<string, bigint>();
  for await (const { payment_intent: intent, amount, status } of stripe.refunds.list({ limit: 100 })) {
    if (typeof intent !== "string" || status === "failed" || status === "canceled") continue;
    refunded.set(intent, (refunded.get(intent) ?? 0n) + BigInt(amount));
  }
  const disputes = await readDisputes(stripe);
  const payments: Payment[] = [];
  for await (const intent of stripe.paymentIntents.list({ limit: 100 })) {
    payments.push({
      id: intent.id,
      orderId: intent.metadata.order_id ?? "",
      currency: intent.currency.toUpperCase(),
      held: BigInt(intent.amount_capturable),
      captured: BigInt(intent.amount_received),
      refunded: refunded.get(intent.id) ?? 0n,
      chargedBack: disputes.get(intent.id)?.chargedBack ?? 0n,
      reversed: disputes.get(intent.id)?.reversed ?? 0n,
    });
  }
  return payments;
}

/** Reads the money that banks took and gave back, by payment, in the currency of the payment. */
async function readDisputes(stripe: Stripe): Promise<ReadonlyMap<string, Pick<Payment, "chargedBack" | "reversed">>> {
  const moved = new Map<string, Pick<Payment, "chargedBack" | "reversed">>();
  for await (const dispute of stripe.disputes.list({ limit: 100 })) {
    const { payment_intent: intent, amount, currency, balance_transactions } = dispute;
    if (typeof intent !== "string") continue;
    const sumOf = (isMoved: (minor: number) => boolean) => {
      const entries = balance_transactions.filter((entry) => isMoved(entry.amount));
      // Entries in another currency cannot be compared: the disputed amount counts.
      if (entries.some((entry) => entry.currency !== currency)) return BigInt(amount);
      return entries.reduce((sum, entry) => sum + BigInt(Math.abs(entry.amount)), 0n);
    };
    const before = moved.get(intent) ?? { chargedBack: 0n, reversed: 0n };
    moved.set(intent, {
      chargedBack: before.chargedBack + sumOf((minor) => minor < 0),
      reversed: before.reversed + sumOf((minor) => minor > 0),
    });
  }
  return moved;
}

export async function readOrderRows(sql: Sql): Promise<readonly OrderRow[]> {
  return (await sql`
    select id, account_id as "accountId", status, sequence, number, currency,
      subtotal_minor::text as subtotal, shipping_minor::text as shipping, tax_minor::text as tax, total_minor::text as total,
      refunded_minor::text as refunded, payment_status as "paymentStatus", fulfillment_status as "fulfillmentStatus"
    from orders order by id`) as OrderRow[];
}

export async function readTaxReports(sql: Sql, orderIds: readonly string[]): Promise<readonly TaxReport[]> {
  return (await sql`
    select reference, order_id as "orderId", transaction_id as "transactionId" from tax_reports
    where order_id = any(${[...orderIds]})`) as TaxReport[];
}

/** Returns the ids of all orders that have a row, a reservation or a payment. */
export async function readOrderIds({ orders, catalog, stripe }: Omit<Sources, "api">): Promise<readonly string[]> {
  const [rows, units, payments] = await Promise.all([readOrderRows(orders), readUnits(catalog), readPayments(stripe)]);
  const ids = [...rows.map(({ id }) => id), ...units.keys(), ...payments.map(({ orderId }) => orderId)];
  return [...new Set(ids)].filter((id) => id !== "").sort();
}

const fields = `id number status paymentStatus fulfillmentStatus sequence updatedAt account { id }
  lines { sku quantity restockedQuantity } taxesIncluded taxSource subtotal { amountMinor } shipping { amountMinor } tax { amountMinor }
  discountTotal { amountMinor } reverseChargeAmount { amountMinor } total { amountMinor currency } refunded { amountMinor }
  discounts { name code amount { amountMinor } }
  refunds { id lines { amount { amountMinor } } shipping { amountMinor } transactions { status amount { amountMinor } } }
  transactions { id kind status amount { amountMinor } providerReference } timeline { type }`;

/** The number of orders in one GraphQL request. */
const batchSize = 5;
const maxConcurrentRequests = 4;

/** Reads orders from their Durable Objects. Orders that do not exist are missing from the result. */
export async function readOrders(api: Api, ids: readonly string[]): Promise<ReadonlyMap<string, ReportedOrder>> {
  const batches = Array.from({ length: Math.ceil(ids.length / batchSize) }, (_, at) =>
    ids.slice(at * batchSize, (at + 1) * batchSize),
  );
  const found = await mapConcurrently(maxConcurrentRequests, batches, (batch) => readBatch(api, batch));
  return new Map(found.flat().map((order) => [order.id, order]));
}

async function readBatch(api: Api, ids: readonly string[]): Promise<readonly ReportedOrder[]> {
  const declared = ids.map((_, at) => `$o${at}: ID!`).join(", ");
  const selections = ids.map((_, at) => `o${at}: order(id: $o${at}) { ...Reported }`).join(" ");
  const variables = Object.fromEntries(ids.map((id, at) => [`o${at}`, id]));
  const query = `query (${declared}) { ${selections} } fragment Reported on Order { ${fields} }`;
  const data = await fetchRespectingRateLimit<Readonly<Record<string, ReportedOrder | null>>>(api, query, variables);
  return Object.values(data).filter((order) => order !== null);
}
