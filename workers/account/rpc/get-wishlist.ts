import type { AccountContext } from "../context.ts";
import { listWishlist } from "../store/wishlist.ts";

export async function getWishlist(_request: unknown, { db, identity }: AccountContext) {
  return { skus: [...(await listWishlist(db, identity.accountId ?? ""))] };
}
