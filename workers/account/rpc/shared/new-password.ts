import { invalid } from "../../../kit/errors/failure.ts";
import { isBreachedPassword } from "../../auth/breached-passwords.ts";
import { isCommonPassword } from "../../auth/common-passwords.ts";
import type { AccountContext } from "../../context.ts";
import { parsePassword } from "../../domain/credentials.ts";
import { isShopWord } from "../../domain/shop-words.ts";
import { unwrap } from "./errors.ts";

export interface NewPasswordOptions {
  /** Facts about the user that are no passwords. */
  readonly terms: readonly (string | null)[];
  /** The field of the request, for the error. */
  readonly field: "password" | "newPassword";
}

/** Returns a new password that is hard to guess. Throws INVALID_PASSWORD or COMMON_PASSWORD. */
export async function requireStrongPassword(
  ctx: AccountContext,
  text: string,
  { terms, field }: NewPasswordOptions,
): Promise<string> {
  const isCommon = (password: string) => isCommonPassword(password) || isShopWord(password, ctx.config.shopWords);
  const password = unwrap(parsePassword(text, { isCommon, terms }, field));
  if (await isBreachedPassword(ctx, password)) {
    throw invalid("COMMON_PASSWORD", "This password is known from a data leak. Choose another one.", field);
  }
  return password;
}
