import { OrderService } from "../../../../../proto/gen/order/v1/order_pb.js";
import { required } from "../../../data/mappers/protobuf.ts";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const replayDeadFact: NonNullable<MutationResolvers["replayDeadFact"]> = (_root, { id }, ctx) =>
  mutationPayload({ deadFact: null }, async () => {
    const { deadFact } = await ctx.services.order(OrderService.method.replayDeadFact, { id });
    return { deadFact: required(deadFact, "the dead letter") };
  }, []);
