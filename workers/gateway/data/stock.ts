import type { StockLevel } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { InventoryService, StockSort } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import { hasPermission } from "../../kit/auth/permissions.ts";
import { maxPageSize } from "../../kit/domain/limits.ts";
import type { GatewayContext } from "../context.ts";
import { connection, pageSize } from "../graphql/connection.ts";
import type { StockSort as SortName, StockFilter } from "../graphql/schema.generated.ts";
import { omitNullish } from "./mappers/protobuf.ts";

const { method } = InventoryService;
const listSizes = { defaultSize: 50, maxSize: maxPageSize };

interface PageArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

export interface StockLevelsArgs extends PageArgs {
  readonly filter?: StockFilter | null | undefined;
  readonly sort?: SortName | null | undefined;
  /** Whether the number of all rows is read. */
  readonly counts: boolean;
}

export async function listStockLevels(
  { services }: GatewayContext,
  { first, after, filter, sort, counts }: StockLevelsArgs,
) {
  const page = await services.catalog(method.listStock, {
    pageSize: pageSize(first, listSizes),
    pageToken: after ?? "",
    filter: omitNullish(filter ?? {}),
    sort: StockSort[sort ?? "AVAILABLE_ASC"],
    withTotalCount: counts,
  });
  return { ...connection(page.stock, { ...page, after: after ?? "" }), totalCount: page.totalCount ?? 0 };
}

export async function listStockLedger(
  { services }: GatewayContext,
  { sku, first, after }: PageArgs & { readonly sku: string },
) {
  const request = { sku, pageSize: pageSize(first, listSizes), pageToken: after ?? "" };
  const page = await services.catalog(method.listStockLedger, request);
  return connection(page.entries, { ...page, after: after ?? "" });
}

export async function listReservations(
  { services }: GatewayContext,
  { sku, first, after }: PageArgs & { readonly sku: string },
) {
  const page = await services.catalog(method.listReservations, {
    sku,
    pageSize: pageSize(first),
    pageToken: after ?? "",
  });
  return connection(page.reservations, { ...page, after: after ?? "" });
}

/** Returns the level with what only catalog managers see, or undefined for other callers. Levels of variants do not have it. */
export async function findStockForManagers(
  { caller, loaders }: GatewayContext,
  level: StockLevel,
): Promise<StockLevel | undefined> {
  if (!hasPermission(caller.identity, Permission.STOCK_WRITE)) return undefined;
  return level.committed === undefined ? loaders.stock.load(level.sku) : level;
}
