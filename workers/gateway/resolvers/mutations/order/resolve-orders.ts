import { bulkPayloads } from "../../../graphql/bulk.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { limits } from "../../../policies/limits.ts";
import { resolve } from "./resolve-order.ts";

export const resolveOrders: NonNullable<MutationResolvers["resolveOrders"]> = (_root, { inputs }, ctx) =>
  bulkPayloads(inputs, {
    max: limits.bulkOrders,
    keyOf: ({ orderId }) => orderId,
    empty: { order: null },
    run: (input, path) => resolve(ctx, input, path),
  });
