import type { SaveTaxClassRequest } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import type { CatalogContext } from "../context.ts";
import { parseTaxClass } from "../domain/pricing/tax.ts";
import { saveTaxClass as save } from "../store/taxes.ts";
import { unwrap } from "./shared/errors.ts";
import { requireMessage } from "./shared/pricing-messages.ts";

export async function saveTaxClass(request: SaveTaxClassRequest, ctx: CatalogContext) {
  const taxClass = unwrap(parseTaxClass(requireMessage(request.taxClass, "taxClass")));
  await save(ctx.db, taxClass);
  return { taxClass };
}
