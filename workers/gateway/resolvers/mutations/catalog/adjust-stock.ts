import { InventoryService } from "../../../../../proto/gen/catalog/v1/inventory_pb.js";
import { required } from "../../../data/mappers/protobuf.ts";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const adjustStock: NonNullable<MutationResolvers["adjustStock"]> = (_root, { input }, ctx) =>
  mutationPayload({ stock: null }, async () => {
    const { stock } = await ctx.services.catalog(InventoryService.method.adjustStock, input);
    return { stock: required(stock, "the stock") };
  });
