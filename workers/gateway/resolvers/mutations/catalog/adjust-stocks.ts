import { InventoryService } from "../../../../../proto/gen/catalog/v1/inventory_pb.js";
import { bulkPayloads, errorsOfInput } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const adjustStocks: NonNullable<MutationResolvers["adjustStocks"]> = (_root, { inputs }, ctx) =>
  bulkPayloads(inputs, { stock: null }, async () => {
    const request = { adjustments: [...inputs] };
    const { outcomes } = await ctx.services.catalog(InventoryService.method.batchAdjustStock, request);
    return outcomes.map(({ stock, refusal }, index) => ({
      stock: stock ?? null,
      userErrors: errorsOfInput(refusal, index),
    }));
  });
