import type { ListTaxRatesRequest } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import { decodePageToken, parsePageSize, toPage } from "../../kit/validation/paging.ts";
import type { CatalogContext } from "../context.ts";
import { listTaxRates as list } from "../store/taxes.ts";
import { toTaxRateMessage } from "./shared/pricing-messages.ts";

export async function listTaxRates(request: ListTaxRatesRequest, ctx: CatalogContext) {
  const { countryCode, taxClassCode: taxClass, pageToken } = request;
  const size = parsePageSize(request.pageSize);
  const after = pageToken === "" ? undefined : decodePageToken(pageToken)[0];
  const rows = await list(ctx.db, { countryCode, taxClass, after, limit: size + 1 });
  const { items, ...page } = toPage(rows, size, ({ position }) => [position]);
  return { taxRates: items.map(({ rate }) => toTaxRateMessage(rate)), ...page };
}
