import { fetchRespectingRateLimit } from "./fetch-with-retry.ts";
import { readOrderIds } from "./read.ts";
import type { Sources } from "./sources.ts";

/** The number of orders in one GraphQL request. */
const batchSize = 25;

/** A difference between the catalog and an order. */
export interface StockChange {
  readonly orderId: string;
  /** Null for the units sold of products. */
  readonly reservationId: string | null;
  /** Null when there was no such reservation. */
  readonly before: string | null;
  readonly after: string | null;
  readonly lines: readonly {
    readonly sku: string;
    /** By how much the available units decrease. Negative when units go back on sale. */
    readonly units: number;
    readonly available: number;
    readonly oversold: number;
  }[];
  readonly problems: readonly string[];
}

/** A SKU of which more units are sold than the restored database has. */
export interface OversoldSku {
  readonly sku: string;
  readonly quantity: number;
}

export interface RebuiltStock {
  readonly orders: number;
  readonly changes: readonly StockChange[];
  readonly oversold: readonly OversoldSku[];
  /** Ids in a row, a reservation or a payment whose order does not exist. */
  readonly missing: readonly string[];
}

/**
 * Writes the reservations and sales of all orders in the catalog, as the orders have recorded them. Orders that return units
 * to stock come first, so that these units are there for the others. Repeating it changes nothing.
 */
export async function rebuildStock(sources: Sources, { dryRun }: { readonly dryRun: boolean }): Promise<RebuiltStock> {
  const ids = await readOrderIds(sources);
  const planned = await send(sources, ids, true);
  const missing = new Set(planned.missing);
  const orders = ids.length - missing.size;
  if (dryRun)
    return { orders, changes: planned.changes, oversold: findOversold(planned.changes), missing: [...missing] };
  const returning = planned.changes.filter(({ lines }) => lines.some(({ units }) => units < 0));
  const isFirst = new Set(returning.map(({ orderId }) => orderId));
  const changed = [...new Set(planned.changes.map(({ orderId }) => orderId))];
  const ordered = [...changed.filter((id) => isFirst.has(id)), ...changed.filter((id) => !isFirst.has(id))];
  const { changes } = await send(sources, ordered, false);
  return { orders, changes, oversold: sumOversold(changes), missing: [...missing] };
}

const mutation = `mutation ($input: RebuildStockInput!) {
  rebuildStock(input: $input) {
    changes { orderId reservationId before after lines { sku units available oversold } problems }
    missingIds userErrors { message }
  }
}`;

interface Data {
  readonly rebuildStock: {
    readonly changes: readonly StockChange[];
    readonly missingIds: readonly string[];
    readonly userErrors: readonly { readonly message: string }[];
  };
}

async function send({ api }: Sources, ids: readonly string[], dryRun: boolean) {
  const changes: StockChange[] = [];
  const missing: string[] = [];
  for (let at = 0; at < ids.length; at += batchSize) {
    const input = { ids: ids.slice(at, at + batchSize), dryRun };
    const { rebuildStock: payload } = await fetchRespectingRateLimit<Data>(api, mutation, { input });
    const [error] = payload.userErrors;
    if (error !== undefined) throw new Error(error.message);
    changes.push(...payload.changes);
    missing.push(...payload.missingIds);
  }
  return { changes, missing };
}

/** Returns the SKUs of which all planned changes together need more units than are available. */
function findOversold(changes: readonly StockChange[]): readonly OversoldSku[] {
  const bySku = Map.groupBy(
    changes.filter(({ problems }) => problems.length === 0).flatMap(({ lines }) => lines),
    ({ sku }) => sku,
  );
  const needed = [...bySku].map(([sku, lines]) => {
    const units = lines.reduce((sum, line) => sum + line.units, 0);
    return { sku, quantity: units - (lines[0]?.available ?? 0) };
  });
  return sortBySku(needed.filter(({ quantity }) => quantity > 0));
}

function sumOversold(changes: readonly StockChange[]): readonly OversoldSku[] {
  const units = new Map<string, number>();
  for (const { sku, oversold } of changes.flatMap(({ lines }) => lines)) {
    if (oversold > 0) units.set(sku, (units.get(sku) ?? 0) + oversold);
  }
  return sortBySku([...units].map(([sku, quantity]) => ({ sku, quantity })));
}

const sortBySku = (skus: readonly OversoldSku[]) => skus.toSorted((a, b) => (a.sku < b.sku ? -1 : 1));
