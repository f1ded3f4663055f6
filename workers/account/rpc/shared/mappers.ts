import type { MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromDate, timestampFromMs } from "@bufbuild/protobuf/wkt";
import {
  type AddressSchema,
  Role,
  type SessionSchema,
  type UserSchema,
} from "../../../../proto/gen/account/v1/account_pb.js";
import { parseRole } from "../../../kit/auth/identity.ts";
import { toTaxIdMessage } from "../../../kit/connect/tax-id-message.ts";
import { getMaxSessionAgeMs } from "../../auth/session-lifetime.ts";
import type { RefreshToken } from "../../auth/sessions.ts";
import { signAccessToken } from "../../auth/tokens.ts";
import type { AccountContext } from "../../context.ts";
import { accessTokenMs } from "../../domain/limits.ts";
import type { AddressRow } from "../../store/addresses.ts";
import type { UserRow } from "../../store/users.ts";

/** Converts a user to the protobuf message. */
export function toUserMessage(row: UserRow): MessageInitShape<typeof UserSchema> {
  const { id, email, emailVerified, firstName, lastName, locale, currency, marketingEmails, orderEmails } = row;
  return {
    id,
    ...(email === null ? {} : { email }),
    ...(row.pendingEmail === null ? {} : { pendingEmail: row.pendingEmail }),
    emailVerified,
    firstName,
    lastName,
    roles: row.roles.flatMap((name) => parseRole(name) ?? []).map((role) => Role[role]),
    preferences: { locale, currencyCode: currency, marketingEmails, orderEmails },
    addresses: row.addresses.map(toAddressMessage),
    ...toTaxIdField(row),
    etag: String(row.version),
    disabled: row.disabled,
    customerGroups: row.groups.map(({ id: groupId, slug, name }) => ({ id: groupId, slug, name })),
    createTime: timestampFromDate(row.createdAt),
    updateTime: timestampFromDate(row.updatedAt),
  };
}

function toTaxIdField({ taxId, taxIdStatus, taxIdName }: UserRow): Pick<MessageInitShape<typeof UserSchema>, "taxId"> {
  if (taxId === null) return {};
  const name = taxIdName === null ? {} : { verifiedName: taxIdName };
  return { taxId: toTaxIdMessage({ value: taxId, status: taxIdStatus ?? "UNAVAILABLE", ...name }) };
}

function toAddressMessage({ line2, region, ...row }: AddressRow): MessageInitShape<typeof AddressSchema> {
  return { ...row, ...(line2 === null ? {} : { line2 }), ...(region === null ? {} : { region }) };
}

/** Returns the tokens of a session. The caller of this function has authenticated the user. */
export async function toSessionMessage(
  ctx: AccountContext,
  user: UserRow,
  { sessionId, token, createdAt }: RefreshToken,
): Promise<MessageInitShape<typeof SessionSchema>> {
  const now = ctx.now();
  const { id: accountId, roles, groupIds: customerGroupIds, epoch } = user;
  const hasTaxId = user.taxId !== null;
  // Each proof of a password creates a session. So a refresh does not renew the time of the proof.
  const authenticatedAt = roles.includes("GUEST") ? undefined : createdAt;
  const expiresAt = Math.min(now + accessTokenMs, createdAt + getMaxSessionAgeMs(roles));
  const { signingKeys, issuer } = ctx.config;
  const accessToken = await signAccessToken(
    { accountId, sessionId, roles, customerGroupIds, hasTaxId, epoch, authenticatedAt },
    { signingKeys, issuer, now, expiresAt },
  );
  const expireTime = timestampFromMs(Math.floor(expiresAt / 1000) * 1000);
  return { accessToken, refreshToken: token, expireTime, user: toUserMessage(user) };
}

/**
 * Creates a session and revokes the one of the request, if it is the same user's. The caller of this function has
 * authenticated the user.
 */
export async function startSession(
  ctx: AccountContext,
  user: UserRow,
): Promise<MessageInitShape<typeof SessionSchema>> {
  const session = await ctx.sessions.create(user, ctx.now(), ctx.client?.userAgent);
  const { accountId, sessionId } = ctx.identity;
  if (accountId === user.id && sessionId !== undefined) await ctx.sessions.revoke(accountId, sessionId);
  return toSessionMessage(ctx, user, session);
}
