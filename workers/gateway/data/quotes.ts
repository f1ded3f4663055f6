import { OrderService, type QuoteOrderResponse } from "../../../proto/gen/order/v1/order_pb.js";
import type { GatewayContext } from "../context.ts";
import type { QuoteInput } from "../graphql/schema.generated.ts";
import { omitNullish } from "./mappers/protobuf.ts";
import { findOwnTaxId } from "./tax-ids.ts";

/** Returns what an order of a cart or of lines would cost now. */
export async function getQuote(ctx: GatewayContext, input: QuoteInput): Promise<QuoteOrderResponse> {
  const { cartId, lines, couponCodes, destination, shippingMethod, currency } = input;
  const taxId = input.taxId ?? (await findOwnTaxId(ctx));
  return ctx.services.order(OrderService.method.quoteOrder, {
    lines: [...(lines ?? [])],
    ...(couponCodes ? { couponCodes: { codes: [...couponCodes] } } : {}),
    ...(destination ? { destination: omitNullish(destination) } : {}),
    ...omitNullish({ cartId, shippingMethod, currencyCode: currency, taxId, marketSlug: ctx.market.requested }),
  });
}
