import { bulkPayloads } from "../../../graphql/bulk.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { limits } from "../../../policies/limits.ts";
import { fulfil } from "./fulfil-order.ts";

export const fulfilOrders: NonNullable<MutationResolvers["fulfilOrders"]> = (_root, { inputs }, ctx) =>
  bulkPayloads(inputs, {
    max: limits.bulkOrders,
    keyOf: ({ orderId }) => orderId,
    empty: { order: null },
    run: (input, path) => fulfil(ctx, input, path),
  });
