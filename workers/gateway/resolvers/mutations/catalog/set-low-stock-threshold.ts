import { InventoryService } from "../../../../../proto/gen/catalog/v1/inventory_pb.js";
import { omitNullish, required } from "../../../data/mappers/protobuf.ts";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const setLowStockThreshold: NonNullable<MutationResolvers["setLowStockThreshold"]> = (_root, { input }, ctx) =>
  mutationPayload({ stock: null }, async () => {
    const { stock } = await ctx.services.catalog(InventoryService.method.setLowStockThreshold, omitNullish(input));
    return { stock: required(stock, "the stock") };
  });
