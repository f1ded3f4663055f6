import { newId } from "../../kit/domain/ids.ts";
import { describeError, log } from "../../kit/observability/log.ts";
import { hmac } from "../auth/crypto.ts";
import type { AccountContext } from "../context.ts";
import { insertSecurityEvent, type SecurityEventRow } from "../store/security-events.ts";

/** What is worth knowing afterwards about credentials and rights. */
export type SecurityEventType =
  | "REGISTERED"
  | "SIGN_IN"
  | "SIGN_IN_FAILED"
  | "GUEST_STARTED"
  | "REFRESH_REUSED"
  | "SESSION_ENDED"
  | "ALL_SESSIONS_ENDED"
  | "PASSWORD_CHANGED"
  | "PASSWORD_RESET_REQUESTED"
  | "PASSWORD_RESET"
  | "EMAIL_CHANGED"
  | "EMAIL_VERIFIED"
  | "ROLES_CHANGED"
  | "DISABLED"
  | "ENABLED"
  | "DELETED"
  | "API_TOKEN_CREATED"
  | "API_TOKEN_REVOKED";

/** The row of an event about a user, or about nobody known. Holds neither what was typed nor where it came from. */
export async function securityEvent(
  ctx: AccountContext,
  type: SecurityEventType,
  userId: string | null,
): Promise<SecurityEventRow> {
  const { accountId } = ctx.identity;
  return {
    id: newId("evt", ctx.now()),
    type,
    userId,
    actor: accountId === undefined ? "anonymous" : `account:${accountId}`,
    subject: null,
    addressHash: await hashAddress(ctx),
    at: new Date(ctx.now()),
  };
}

/** Records an event that no change of data goes with, after the answer. */
export function recordInBackground(ctx: AccountContext, type: SecurityEventType, userId: string | null): void {
  const work = securityEvent(ctx, type, userId).then((row) => insertSecurityEvent(ctx.db, row));
  ctx.defer(
    work.catch((error: unknown) => {
      log("error", "security event lost", {
        service: "account",
        type,
        userId: userId ?? undefined,
        traceId: ctx.trace.traceId,
        error: describeError(error),
      });
    }),
  );
}

/** The same network address has the same hash; nobody without the service's key can tell whose it is. */
export async function hashAddress({ config, client }: AccountContext): Promise<string> {
  return (await hmac(config.identityKey, `address ${client?.address ?? "unknown"}`)).slice(0, 16);
}
