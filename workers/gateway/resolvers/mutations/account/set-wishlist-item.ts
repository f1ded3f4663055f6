import { WishlistService } from "../../../../../proto/gen/account/v1/wishlist_pb.js";
import { invalid } from "../../../../kit/errors/failure.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { accountPayload } from "./account-payload.ts";

/** A SKU is saved as the catalog spells it. One that is no longer on sale can be removed. */
export const setWishlistItem: NonNullable<MutationResolvers["setWishlistItem"]> = (_root, { input }, ctx) =>
  accountPayload(async () => {
    const variant = input.saved ? await ctx.loaders.variant.load(input.sku) : undefined;
    if (input.saved && variant === undefined) throw invalid("UNKNOWN_SKU", `SKU ${input.sku} is not on sale`, "sku");
    return ctx.services.account(WishlistService.method.setWishlistItem, { ...input, sku: variant?.sku ?? input.sku });
  });
