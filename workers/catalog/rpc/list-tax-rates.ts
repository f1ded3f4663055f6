import type { ListTaxRatesRequest } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import { decodePageToken, encodePageToken, parsePageSize } from "../../kit/validation/paging.ts";
import type { CatalogContext } from "../context.ts";
import { listTaxRates as list } from "../store/taxes.ts";
import { toTaxRateMessage } from "./shared/pricing-messages.ts";

export async function listTaxRates(request: ListTaxRatesRequest, ctx: CatalogContext) {
  const { countryCode, taxClassCode: taxClass, pageToken } = request;
  const size = parsePageSize(request.pageSize);
  const after = pageToken === "" ? undefined : decodePageToken(pageToken)[0];
  const rows = await list(ctx.db, { countryCode, taxClass, after, limit: size + 1 });
  const page = rows.slice(0, size);
  const pageTokens = page.map(({ position }) => encodePageToken([position]));
  return {
    taxRates: page.map(({ rate }) => toTaxRateMessage(rate)),
    pageTokens,
    nextPageToken: rows.length > size ? (pageTokens.at(-1) ?? "") : "",
  };
}
