import type { MessageInitShape } from "@bufbuild/protobuf";
import {
  type ImportItem,
  type ImportOutcomeSchema,
  type ImportProductsRequest,
  ImportOutcome_Result as Outcome,
} from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { newId } from "../../kit/domain/ids.ts";
import { err, ok, type Result } from "../../kit/domain/result.ts";
import { invalid, unavailable } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { parseCategoryPath } from "../domain/category.ts";
import type { DomainError } from "../domain/fields.ts";
import { type ProductDraft, parseProduct } from "../domain/product.ts";
import { listCategories } from "../store/categories.ts";
import { findOwners, upsertProducts } from "../store/product-writes.ts";
import { ensureCategories } from "./shared/category-paths.ts";
import { unwrap } from "./shared/errors.ts";

const mostItems = 500;
const mostTries = 10;

interface Item {
  readonly draft: ProductDraft;
  readonly paths: readonly (readonly string[])[];
}

/** Everything that is fine goes in, in one statement however many there are; the rest is answered one by one. */
export async function importProducts({ items }: ImportProductsRequest, ctx: CatalogContext) {
  if (items.length > mostItems) throw invalid("TOO_MANY", `at most ${mostItems} at once`, "items");
  const parsed = refuseTwins(items.map(parseItem));
  // Somebody else may take a SKU between the look at it and the writing: then that is looked at again.
  for (let tries = 0; tries < mostTries; tries++) {
    const checked = await refuseUnknownCategories(ctx, await refuseForeignSkus(ctx, parsed));
    const created = await write(
      ctx,
      checked.flatMap((item) => (item.ok ? item.value : [])),
    );
    if (created !== "SKU_TAKEN") return { outcomes: checked.map((item) => outcomeOf(item, created)) };
  }
  throw unavailable("other products take these SKUs all the time: try again");
}

/** Writes all or none. Answers with the slugs that are new. */
async function write(ctx: CatalogContext, items: readonly Item[]): Promise<ReadonlySet<string> | "SKU_TAKEN"> {
  if (items.length === 0) return new Set();
  const categoryIds = await ensureCategories(
    ctx,
    items.flatMap(({ paths }) => paths),
  );
  const writes = items.map(({ draft, paths }) => ({
    id: newId("prd", ctx.now()),
    draft: { ...draft, categoryIds: [...draft.categoryIds, ...paths.map((path) => categoryIds(path))] },
  }));
  const created = await upsertProducts(ctx.db, writes);
  if (!created.ok && created.error.reason === "SKU_TAKEN") return "SKU_TAKEN";
  return unwrap(created);
}

function parseItem({ product, categoryPaths }: ImportItem): Result<Item, DomainError> {
  if (product === undefined) return err({ reason: "NO_PRODUCT", message: "a product is needed", field: [] });
  const draft = parseProduct(product);
  if (!draft.ok) return draft;
  const paths: (readonly string[])[] = [];
  for (const text of categoryPaths) {
    const path = parseCategoryPath(text);
    if (!path.ok) return path;
    paths.push(path.value);
  }
  return ok({ draft: draft.value, paths });
}

/** Of two items with one slug or SKU the first goes in. */
function refuseTwins(items: readonly Result<Item, DomainError>[]): readonly Result<Item, DomainError>[] {
  const seen = new Set<string>();
  return items.map((item) => {
    if (!item.ok) return item;
    const { slug, variants } = item.value.draft;
    const names = [`slug ${slug}`, ...variants.map(({ sku }) => `SKU ${sku}`)];
    const twice = names.find((name) => seen.has(name));
    if (twice !== undefined) return err({ reason: "DUPLICATE", message: `${twice} stands twice`, field: [] });
    for (const name of names) seen.add(name);
    return item;
  });
}

async function refuseForeignSkus(
  ctx: CatalogContext,
  items: readonly Result<Item, DomainError>[],
): Promise<readonly Result<Item, DomainError>[]> {
  const skus = items.flatMap((item) => (item.ok ? item.value.draft.variants.map(({ sku }) => sku) : []));
  const owners = skus.length === 0 ? new Map<string, string>() : await findOwners(ctx.db, skus);
  return items.map((item) => {
    if (!item.ok) return item;
    const { slug, variants } = item.value.draft;
    const foreign = variants.find(({ sku }) => owners.has(sku) && owners.get(sku) !== slug);
    if (foreign === undefined) return item;
    return err({ reason: "SKU_TAKEN", message: `${foreign.sku} is another product's`, field: ["variants"] });
  });
}

async function refuseUnknownCategories(
  ctx: CatalogContext,
  items: readonly Result<Item, DomainError>[],
): Promise<readonly Result<Item, DomainError>[]> {
  const ids = items.flatMap((item) => (item.ok ? item.value.draft.categoryIds : []));
  if (ids.length === 0) return items;
  const known = new Set((await listCategories(ctx.db)).map(({ id }) => id));
  return items.map((item) => {
    const unknown = item.ok ? item.value.draft.categoryIds.find((id) => !known.has(id)) : undefined;
    if (unknown === undefined) return item;
    return err({ reason: "UNKNOWN_CATEGORY", message: "there is no such category", field: ["categoryIds"] });
  });
}

function outcomeOf(
  item: Result<Item, DomainError>,
  created: ReadonlySet<string>,
): MessageInitShape<typeof ImportOutcomeSchema> {
  if (!item.ok) {
    const { reason, message, field } = item.error;
    const place = field.length === 0 ? "" : `${field.join(".")}: `;
    return { result: Outcome.REFUSED, reason, message: `${place}${message}` };
  }
  return { result: created.has(item.value.draft.slug) ? Outcome.CREATED : Outcome.UPDATED };
}
