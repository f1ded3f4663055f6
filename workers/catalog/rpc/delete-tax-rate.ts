import type { DeleteTaxRateRequest } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import { notFound } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { deleteTaxRate as remove } from "../store/taxes.ts";

export async function deleteTaxRate({ id }: DeleteTaxRateRequest, ctx: CatalogContext) {
  if (!(await remove(ctx.db, id))) throw notFound("Tax rate not found", "id");
  return {};
}
