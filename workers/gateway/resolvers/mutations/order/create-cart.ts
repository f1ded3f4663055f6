import { OrderService } from "../../../../../proto/gen/order/v1/order_pb.js";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { orderPayload } from "./order-payload.ts";

export const createCart: NonNullable<MutationResolvers["createCart"]> = (_root, _args, ctx) =>
  orderPayload(() => ctx.services.order(OrderService.method.createCart, {}));
