import { CatalogHealthService } from "../../../proto/gen/catalog/v1/health_pb.js";
import { InventoryService } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import { OrderService } from "../../../proto/gen/order/v1/order_pb.js";
import { hasPermission } from "../../kit/auth/permissions.ts";
import type { HealthReport, HealthStatus } from "../../kit/observability/readiness.ts";
import type { GatewayContext } from "../context.ts";
import type { DependencyHealth, DependencyStatus, ShopHealth } from "../graphql/schema.generated.ts";
import { countFailedJobs, readableSources } from "./failed-jobs.ts";

interface Description {
  readonly name: string;
  readonly impact: string;
}

/** The dependencies by their path in the report of `/readyz`, with what does not work while they do not respond. */
const descriptions: Readonly<Record<string, Description>> = {
  account: { name: "account service", impact: "Sign-in and registration fail. Signed-in sessions last ten minutes." },
  "account.postgres": { name: "account database", impact: "Sign-in fails, and accounts cannot be read or changed." },
  "account.redis": { name: "sessions of accounts", impact: "Sign-in fails, and sessions are not renewed." },
  catalog: { name: "catalog service", impact: "Only pages in the cache are shown. Orders cannot be placed." },
  "catalog.postgres": {
    name: "catalog database",
    impact: "Only pages in the cache are shown. Stock cannot be reserved, so orders wait.",
  },
  "catalog.elasticsearch": {
    name: "search engine",
    impact: "The database answers searches, without correction of typing errors, facets and counts.",
  },
  order: { name: "order service", impact: "Carts and orders cannot be read or changed." },
  "order.postgres": {
    name: "order database",
    impact: "Orders cannot be placed or listed. Orders that were placed continue.",
  },
  "order.payments": {
    name: "payment provider",
    impact: "Orders wait for their payment, and continue when it responds. Refunds wait, too.",
  },
  redis: {
    name: "sessions and limits",
    impact: "Staff cannot work and orders cannot be placed. Customers can browse.",
  },
  cacheRedis: { name: "shared cache", impact: "Pages are slower, because each server caches for itself." },
};

const statuses: Readonly<Record<HealthStatus, DependencyStatus>> = { up: "READY", degraded: "DEGRADED", down: "AWAY" };

/** Age from which a value is read again. */
const maxAgeMs = 3_000;

const cachedValues = new Map<string, { readonly value: unknown; readonly expiresAt: number }>();

/**
 * Returns the value of the last seconds, or a new one. Undefined when it cannot be read: the page of the health of the shop is
 * needed most while a service does not respond.
 */
async function readCached<T>(key: string, read: () => Promise<T>): Promise<T | undefined> {
  const known = cachedValues.get(key);
  if (known !== undefined && known.expiresAt > Date.now()) return known.value as T;
  try {
    const value = await read();
    cachedValues.set(key, { value, expiresAt: Date.now() + maxAgeMs });
    return value;
  } catch {
    return undefined;
  }
}

/** Returns the state of the shop, at most a few seconds old. Counts of a service that does not respond are null. */
export async function getShopHealth(ctx: GatewayContext): Promise<ShopHealth> {
  const { identity } = ctx.caller;
  const readIfAllowed = async (permission: Permission, key: string, read: () => Promise<number>) =>
    hasPermission(identity, permission) ? readCached(key, read) : undefined;
  const [report, catalog, failedJobCount, stuckOrderCount, lowStockCount] = await Promise.all([
    ctx.dependencyReport(),
    readCached("catalog", () => ctx.services.catalog(CatalogHealthService.method.getCatalogHealth, {})),
    readCached(`failed jobs of ${readableSources(ctx).join(" ")}`, () => countFailedJobs(ctx)),
    readIfAllowed(Permission.ORDER_READ_ANY, "stuck orders", () => countStuckOrders(ctx)),
    readIfAllowed(Permission.STOCK_WRITE, "low stock", () => countLowStock(ctx)),
  ]);
  const reports = flatten(report.dependencies);
  return {
    dependencies: reports.flatMap(([path, found]) => toDependency(path, found)),
    stuckOrderCount: stuckOrderCount ?? null,
    failedJobCount: failedJobCount ?? null,
    lowStockCount: lowStockCount ?? null,
    catalogLagMs: catalog?.lagMs ?? 0,
    searchDegraded:
      catalog?.searchDegraded === true ||
      reports.some(([path, { status }]) => path === "catalog.elasticsearch" && status === "down"),
  };
}

async function countStuckOrders({ services }: GatewayContext): Promise<number> {
  const request = { pageSize: 1, filter: { stuck: true }, counts: { total: true } };
  return (await services.order(OrderService.method.listAllOrders, request)).totalCount;
}

async function countLowStock({ services }: GatewayContext): Promise<number> {
  const request = { pageSize: 1, filter: { lowStock: true }, withTotalCount: true };
  return (await services.catalog(InventoryService.method.listStock, request)).totalCount ?? 0;
}

type Reports = Readonly<Record<string, HealthReport>>;

/** Returns the reports with the paths of their dependencies. A Worker that does not respond has none. */
function flatten(reports: Reports, parent = ""): readonly (readonly [string, HealthReport])[] {
  return Object.entries(reports).flatMap(([name, report]) => {
    const path = parent === "" ? name : `${parent}.${name}`;
    return [[path, report] as const, ...flatten(report.dependencies ?? {}, path)];
  });
}

function toDependency(path: string, { status, ms }: HealthReport): DependencyHealth[] {
  const description = descriptions[path];
  if (description === undefined) return [];
  return [{ ...description, status: statuses[status], latencyMs: status === "down" ? null : ms }];
}
