import type { SaveTaxRateRequest } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import { newId } from "../../kit/domain/ids.ts";
import { notFound } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { parseTaxRate } from "../domain/pricing/tax.ts";
import { findTaxRate, insertTaxRate, updateTaxRate } from "../store/taxes.ts";
import { toCreation } from "./shared/creation.ts";
import { unwrap } from "./shared/errors.ts";
import { fromTaxRateMessage, requireMessage, toTaxRateMessage } from "./shared/pricing-messages.ts";
import { pickMasked } from "./shared/update-mask.ts";

const fields = {
  name: "name",
  tax_class_code: "taxClass",
  country_code: "countryCode",
  region: "region",
  postal_code_prefix: "postalCodePrefix",
  rate_ppm: "ratePpm",
  combinable: "combinable",
  start_time: "startsAt",
  end_time: "endsAt",
} as const;

export async function saveTaxRate(request: SaveTaxRateRequest, ctx: CatalogContext) {
  const { id, updateMask } = request;
  const update = fromTaxRateMessage(requireMessage(request.taxRate, "taxRate"));
  if (id === "") {
    const rate = unwrap(parseTaxRate(update));
    const creation = await toCreation(ctx, request.idempotencyKey, rate);
    const created = await insertTaxRate(ctx.db, { id: newId("txr", ctx.now()), ...rate }, creation);
    return { taxRate: toTaxRateMessage(unwrap(created)) };
  }
  const before = await findTaxRate(ctx.db, id);
  if (before === undefined) throw notFound("Tax rate not found", "id");
  const after = unwrap(parseTaxRate({ ...before, ...pickMasked(update, updateMask, fields) }));
  const changes = { id, ...pickMasked(after, updateMask, fields) };
  return { taxRate: toTaxRateMessage(unwrap(await updateTaxRate(ctx.db, { ...after, id }, changes))) };
}
