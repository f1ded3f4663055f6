import { OrderService } from "../../../../../proto/gen/order/v1/order_pb.js";
import { required } from "../../../data/mappers/protobuf.ts";
import { cartMarket } from "../../../data/market-directory.ts";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const reorder: NonNullable<MutationResolvers["reorder"]> = (_root, { input }, ctx) =>
  mutationPayload({ order: null }, async () => {
    const response = await ctx.services.order(OrderService.method.reorder, { ...input, ...cartMarket(ctx) });
    const userErrors = response.problems.map(({ code, message }) => ({ code, message, field: ["input", "orderId"] }));
    return { order: required(response.order, "the order"), userErrors };
  });
