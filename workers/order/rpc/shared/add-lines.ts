import type { OrderContext } from "../../context.ts";
import type { LineInput } from "../../domain/commands.ts";
import type { CartAddition } from "../../domain/model.ts";
import type { OrderView } from "../../saga/saga-runner.ts";
import { requireAccount } from "./access.ts";
import { requireCartId } from "./change-cart.ts";
import { atLine, changeLines } from "./change-lines.ts";
import { unwrap } from "./errors.ts";
import { findRepeated, openCart } from "./open-cart.ts";

interface LinesToAdd {
  /** The caller's cart if absent. */
  readonly cartId?: string | undefined;
  readonly lines: readonly LineInput[];
  readonly addition: CartAddition;
  readonly marketSlug: string | undefined;
}

/** Adds units to a cart, once per key. Also returns the order of a repetition whose cart was placed meanwhile. */
export async function addLines(ctx: OrderContext, { cartId, ...request }: LinesToAdd): Promise<OrderView> {
  const target =
    cartId === undefined
      ? await openCart(ctx, requireAccount(ctx), request.addition)
      : ({ type: "cart", cartId: requireCartId(cartId) } as const);
  if (target.type === "repeated") return target.order;
  const changed = await changeLines(ctx, target.cartId, request);
  if (changed.ok) return changed.value;
  const isPlaced = changed.error.reason === "CART_ALREADY_PLACED";
  const repeated = isPlaced ? await findRepeated(ctx, target.cartId, request.addition) : undefined;
  return repeated ?? unwrap({ ...changed, error: atLine(changed.error) });
}
