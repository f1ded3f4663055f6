import type { ListTaxClassesRequest } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import type { CatalogContext } from "../context.ts";
import { listTaxClasses as list } from "../store/taxes.ts";

export async function listTaxClasses(_request: ListTaxClassesRequest, ctx: CatalogContext) {
  return { taxClasses: [...(await list(ctx.db))] };
}
