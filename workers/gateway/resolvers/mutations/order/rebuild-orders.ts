import { OrderService } from "../../../../../proto/gen/order/v1/order_pb.js";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const rebuildOrders: NonNullable<MutationResolvers["rebuildOrders"]> = (_root, { ids }, ctx) =>
  mutationPayload(
    { missingIds: [] },
    () => ctx.services.order(OrderService.method.rebuildOrders, { ids: [...ids] }),
    [],
  );
