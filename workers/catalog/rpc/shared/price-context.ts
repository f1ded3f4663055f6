import type { PriceContext as PriceContextMessage } from "../../../../proto/gen/catalog/v1/pricing_pb.js";
import { type PriceContext, parsePriceContext } from "../../domain/pricing/price-context.ts";
import { unwrap } from "./errors.ts";

/** Validates the price context of a request. Without one, the first market decides. */
export function fromPriceContextMessage(message: PriceContextMessage | undefined): PriceContext {
  const { marketId = "", marketSlug = "", currencyCode = "", destination } = message ?? {};
  const { customerGroupIds = [], couponCodes = [], customerKeys = [] } = message ?? {};
  return unwrap(
    parsePriceContext({ marketId, marketSlug, currencyCode, destination, customerGroupIds, couponCodes, customerKeys }),
  );
}
