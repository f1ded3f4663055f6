import { type GetProductRequest, ProductView } from "../../../../proto/gen/catalog/v1/catalog_pb.js";
import { Permission } from "../../../../proto/gen/common/v1/permission_pb.js";
import type { Identity } from "../../../kit/auth/identity.ts";
import { hasPermission } from "../../../kit/auth/permissions.ts";
import { invalid } from "../../../kit/errors/failure.ts";
import { createMemoryCache } from "../../../kit/storage/memory-cache.ts";
import type { CatalogContext } from "../../context.ts";
import type { MarketPrices, ProductRead } from "../../store/market-prices.ts";
import {
  allFields,
  type ProductField,
  productFields,
  publicFields,
  type Selection,
} from "../../store/product-fields.ts";

/** The fields of the basic view. */
const basicFields: Selection = new Set(productFields.filter((field) => !field.startsWith("variants")));

/** Clients send the same few masks again and again: one per page of a storefront. */
const selections = createMemoryCache<string, Selection>({ max: 200 });

/** Returns all fields that the caller may read. */
export function readableFields(identity: Identity): Selection {
  return hasPermission(identity, Permission.CATALOG_WRITE) ? allFields : publicFields;
}

/**
 * Returns the product fields that a view and a read mask select, without those that the caller may not read. Throws
 * INVALID_MASK for an unknown field.
 */
function selectionOf(
  { view, readMask }: Pick<GetProductRequest, "view" | "readMask">,
  { identity }: { readonly identity: Identity },
): Selection {
  const viewFields = view === ProductView.BASIC ? basicFields : readableFields(identity);
  if (readMask === undefined) return viewFields;
  // Requests cannot contain this character.
  const key = [view, viewFields === allFields, ...readMask.paths].join("\u0000");
  const cached = selections.get(key);
  if (cached !== undefined) return cached;
  const selection = applyMask(viewFields, readMask.paths);
  selections.set(key, selection);
  return selection;
}

type ReadRequest = Pick<GetProductRequest, "view" | "readMask" | "prices">;

/** Returns what a request reads: the fields, and the prices of a market if it names one. */
export function productReadOf(request: ReadRequest, ctx: Pick<CatalogContext, "identity" | "now">): ProductRead {
  return { selection: selectionOf(request, ctx), prices: marketPricesOf(request.prices, ctx) };
}

/** Returns whose prices are read. The customer groups are those of the caller's identity. */
export function marketPricesOf(
  prices: GetProductRequest["prices"],
  { identity, now }: Pick<CatalogContext, "identity" | "now">,
): MarketPrices | undefined {
  if (prices === undefined) return undefined;
  const { customerGroupIds = [] } = identity;
  return { marketSlug: prices.marketSlug, customerGroupIds, now: new Date(now()) };
}

function applyMask(viewFields: Selection, paths: readonly string[]): Selection {
  const selection = new Set(paths) as Set<ProductField>;
  for (const path of selection) {
    if (!allFields.has(path)) throw invalid("INVALID_MASK", `\`${path}\` is not a field of Product`, "readMask");
    if (!viewFields.has(path)) selection.delete(path);
  }
  return selection;
}
