import { log } from "../../kit/observability/log.ts";
import type { AccountContext } from "../context.ts";
import { catchEmailTaken, setEmailKey } from "../store/user-statements.ts";
import { findUsersWithoutEmailKey } from "../store/users.ts";

const batchSize = 100;

/**
 * Fills the email keys of accounts that were created before the column. The migration fills those of ASCII addresses; SQL
 * cannot fold others. An account whose key belongs to another account stays without one, and is logged.
 */
export async function fillEmailKeys(ctx: AccountContext): Promise<void> {
  for (const { id, email } of await findUsersWithoutEmailKey(ctx.db, batchSize)) {
    const filled = await catchEmailTaken(() => setEmailKey(ctx.db, id, email));
    if (!filled.ok) log("error", "email key taken", { userId: id });
  }
}
