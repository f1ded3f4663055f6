import { OrderService } from "../../../../../proto/gen/order/v1/order_pb.js";
import { required } from "../../../data/mappers/protobuf.ts";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const redriveDeadLetter: NonNullable<MutationResolvers["redriveDeadLetter"]> = (_root, { input: { id } }, ctx) =>
  mutationPayload({ deadLetter: null }, async () => {
    const { deadFact } = await ctx.services.order(OrderService.method.replayDeadFact, { id });
    return { deadLetter: required(deadFact, "the dead letter") };
  });
