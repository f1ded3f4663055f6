import { OrderService } from "../../../../../proto/gen/order/v1/order_pb.js";
import { omitNullish } from "../../../data/mappers/protobuf.ts";
import { findOwnTaxId } from "../../../data/tax-ids.ts";
import type { MutationResolvers, PlaceOrderInput } from "../../../graphql/schema.generated.ts";
import { orderPayload } from "./order-payload.ts";
import { toMoneyMessage } from "./to-money-message.ts";

export const placeOrder: NonNullable<MutationResolvers["placeOrder"]> = (_root, { input }, ctx) =>
  orderPayload(async () => {
    const accountTaxId = input.taxId == null ? await findOwnTaxId(ctx) : undefined;
    const request = { ...toRequest(input, ctx.market.requested), ...omitNullish({ taxId: input.taxId, accountTaxId }) };
    return ctx.services.order(OrderService.method.placeOrder, request);
  });

function toRequest(
  { cartId, lines, shippingMethod, expectedTotal, couponCodes, currency, ...input }: PlaceOrderInput,
  marketSlug: string | undefined,
) {
  const { email, billingAddress, customerNote, returnUrl } = input;
  return {
    idempotencyKey: input.idempotencyKey,
    paymentMethod: input.paymentMethod,
    shippingAddress: omitNullish(input.shippingAddress),
    lines: [...(lines ?? [])],
    ...(couponCodes ? { couponCodes: { codes: [...couponCodes] } } : {}),
    ...omitNullish({ cartId, shippingMethod, currencyCode: currency, email, customerNote, returnUrl, marketSlug }),
    ...(billingAddress ? { billingAddress: omitNullish(billingAddress) } : {}),
    ...(expectedTotal ? { expectedTotal: toMoneyMessage(expectedTotal) } : {}),
  };
}
