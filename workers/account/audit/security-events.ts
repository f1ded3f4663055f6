import { hashAddress } from "../../kit/auth/address-hash.ts";
import type { DerivedKeys, KeyUse } from "../../kit/auth/key-ring.ts";
import { newId } from "../../kit/domain/ids.ts";
import { describeError, log } from "../../kit/observability/log.ts";
import type { AccountContext } from "../context.ts";
import { insertSecurityEvent, type SecurityEventRow } from "../store/security-events.ts";

/** The types of audit events about credentials and permissions. They are stored. Counted events have more types. */
export type SecurityEventType =
  | "REGISTERED"
  | "SIGN_IN"
  | "SIGN_IN_FAILED"
  | "GUEST_STARTED"
  | "REFRESH_REUSED"
  | "SESSION_ENDED"
  | "ALL_SESSIONS_ENDED"
  | "PASSWORD_CONFIRMED"
  | "PASSWORD_CHANGED"
  | "PASSWORD_RESET_REQUESTED"
  | "PASSWORD_RESET"
  | "EMAIL_CHANGE_REQUESTED"
  | "EMAIL_CHANGED"
  | "EMAIL_CHANGE_UNDONE"
  | "EMAIL_VERIFIED"
  | "STAFF_INVITED"
  | "ROLES_CHANGED"
  | "CUSTOMER_GROUPS_CHANGED"
  | "DISABLED"
  | "ENABLED"
  | "DELETED"
  | "API_TOKEN_CREATED"
  | "API_TOKEN_REVOKED"
  | "JOB_DISCARDED";

/**
 * What changed. It contains names of the contract, ids and numbers. The only text of a user is the note of staff who discard
 * a job.
 */
export type EventDetail = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** Creates the row of an event. `userId` is null when no user matches. The row has neither user input nor the IP. */
export async function createSecurityEvent(
  ctx: AccountContext,
  type: SecurityEventType,
  userId: string | null,
  detail: EventDetail | null = null,
): Promise<SecurityEventRow> {
  const { accountId } = ctx.identity;
  return {
    id: newId("evt", ctx.now()),
    type,
    userId,
    actor: accountId === undefined ? "anonymous" : `account:${accountId}`,
    subject: null,
    addressHash: await hashClientAddress(ctx),
    at: new Date(ctx.now()),
    detail,
  };
}

/** Records an event that belongs to no transaction, after the response. */
export function recordInBackground(
  ctx: AccountContext,
  type: SecurityEventType,
  userId: string | null,
  detail?: EventDetail,
): void {
  const { db } = ctx.background();
  const inserted = createSecurityEvent(ctx, type, userId, detail).then((row) => insertSecurityEvent(db, row));
  ctx.defer(
    inserted.catch((error: unknown) => {
      log("error", "security event lost", {
        type,
        userId: userId ?? undefined,
        traceId: ctx.trace.traceId,
        error: describeError(error),
      });
    }),
  );
}

/** Hashes the client's IP for the audit trail and the log, as the gateway does for its own lines. */
export function hashClientAddress({ config, client }: AccountContext): Promise<string> {
  return hashAddress(config.addressHashKey, client?.ip);
}

/** Hashes the client's IP for limits, with the service's current key or with earlier ones. */
export async function hashIp(
  { config, client }: AccountContext,
  keys: DerivedKeys<KeyUse<"account">> = config.keyRing.current,
): Promise<string> {
  return (await keys.sign("address", client?.ip ?? "unknown")).slice(0, 16);
}
