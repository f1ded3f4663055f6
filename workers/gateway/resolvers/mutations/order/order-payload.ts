import type { Order } from "../../../../../proto/gen/order/v1/order_pb.js";
import { required } from "../../../data/mappers/protobuf.ts";
import { mutationPayload } from "../../../graphql/errors.ts";

/** Returns the payload of an RPC that responds with the changed order. */
export function orderPayload(call: () => Promise<{ order?: Order | undefined }>, prefix?: readonly string[]) {
  return mutationPayload({ order: null }, async () => ({ order: required((await call()).order, "the order") }), prefix);
}
