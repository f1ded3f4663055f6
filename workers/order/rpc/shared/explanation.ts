import type { MessageInitShape } from "@bufbuild/protobuf";
import type { OrderExplanationSchema } from "../../../../proto/gen/order/v1/order_pb.js";
import type { OrderContext } from "../../context.ts";
import { explain } from "../../domain/explaining.ts";
import type { OrderView } from "../../saga/saga-runner.ts";
import { isSupport } from "./access.ts";

/** Maps why an order is in its status, as the caller may know it. */
export function toExplanationMessages(
  { state, events }: OrderView,
  { identity, giveUpMs }: Pick<OrderContext, "identity" | "giveUpMs">,
): MessageInitShape<typeof OrderExplanationSchema>[] {
  const viewer = isSupport(identity) ? "staff" : "owner";
  return explain(state, events, { viewer, giveUpMs }).map(({ text, sequences }) => ({
    text,
    sequences: [...sequences],
  }));
}
