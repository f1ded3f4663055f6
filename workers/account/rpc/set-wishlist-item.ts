import { Code } from "@connectrpc/connect";
import type { SetWishlistItemRequest } from "../../../proto/gen/account/v1/wishlist_pb.js";
import { Failure } from "../../kit/errors/failure.ts";
import type { AccountContext } from "../context.ts";
import { maxWishlistItems } from "../domain/limits.ts";
import { deleteWishlistItem, saveWishlistItem } from "../store/wishlist.ts";
import { requireCurrentUser } from "./shared/current-user.ts";
import { toUserMessage } from "./shared/mappers.ts";

export async function setWishlistItem({ sku, saved }: SetWishlistItemRequest, ctx: AccountContext) {
  const user = await requireCurrentUser(ctx);
  if (!saved) await deleteWishlistItem(ctx.db, user.id, sku);
  else if (!(await saveWishlistItem(ctx.db, user.id, sku))) {
    const message = `A wish list can have at most ${maxWishlistItems} products`;
    throw new Failure(Code.FailedPrecondition, "WISHLIST_FULL", message);
  }
  return { user: toUserMessage(user) };
}
