import { Code } from "@connectrpc/connect";
import type { UpdateUserRequest, User } from "../../../proto/gen/account/v1/account_pb.js";
import { parseEmail } from "../../kit/domain/email-address.ts";
import { Failure, invalid } from "../../kit/errors/failure.ts";
import { recordUse } from "../auth/login-rate-limit.ts";
import type { AccountContext } from "../context.ts";
import { parsePersonName } from "../domain/credentials.ts";
import { parseLocale, parseShopCurrency } from "../domain/profile.ts";
import { prepareTokenMail } from "../mail/tokens.ts";
import { sendMailTask } from "../outbox.ts";
import { type ProfileChanges, updateUser as write } from "../store/user-statements.ts";
import { findUser, findUserByEmail, type UserRow } from "../store/users.ts";
import { type Change, commitChange } from "../unit-of-work.ts";
import { confirmPassword, requireCurrentUser } from "./shared/current-user.ts";
import { unwrap } from "./shared/errors.ts";
import { toUserMessage } from "./shared/mappers.ts";

/** An update without an etag is retried when a concurrent update came first. */
const maxAttempts = 5;

export async function updateUser({ user, updateMask, currentPassword }: UpdateUserRequest, ctx: AccountContext) {
  if (user === undefined) throw invalid("NO_USER", "`user` is required");
  const changes = parseChanges(user, updateMask?.paths ?? []);
  const confirmed =
    changes.email === undefined ? undefined : await confirmEmailChange(ctx, changes.email, currentPassword);
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const before = await requireCurrentUser(ctx);
    if (user.etag !== "" && user.etag !== String(before.version)) break;
    // The password was checked against another row.
    if (confirmed !== undefined && confirmed.epoch !== before.epoch) break;
    if (await change(ctx, before, changes))
      return { user: toUserMessage((await findUser(ctx.db, before.id)) ?? before) };
  }
  throw new Failure(Code.Aborted, "CONFLICT", "The account was changed in the meantime. Read it again.", {
    field: ["etag"],
  });
}

/** Returns the caller's user. Throws unless they may change the email address: an access token alone is not enough. */
async function confirmEmailChange(ctx: AccountContext, email: string, currentPassword: string): Promise<UserRow> {
  const user = await requireCurrentUser(ctx);
  if (user.email === null) throw invalid("REGISTER_FIRST", "A guest has no email address. Register instead.", "email");
  if (currentPassword === "") {
    throw invalid(
      "INVALID_CREDENTIALS",
      "The current password is required to change the email address",
      "currentPassword",
    );
  }
  await confirmPassword(ctx, user, currentPassword, "currentPassword");
  if (email !== user.email) await recordUse(ctx, "email change", user.id);
  return user;
}

async function change(ctx: AccountContext, before: UserRow, { email, ...changes }: Changes): Promise<boolean> {
  if (email === undefined || before.email === null) {
    return commitChange(ctx, write(ctx.db, before.id, before.version, changes), { userId: before.id });
  }
  // The current address withdraws an earlier change.
  const pendingEmail = email === before.email ? null : email;
  const effects = pendingEmail === null ? {} : await getEmailChangeEffects(ctx, before.id, before.email, pendingEmail);
  const update = write(ctx.db, before.id, before.version, { ...changes, pendingEmail });
  return commitChange(ctx, update, { userId: before.id, ...effects });
}

/**
 * Returns the effects of a requested change: a mail that verifies the new address, and a notice to the current one. If
 * another account has the new address, its owner gets a mail without a token. The response is the same, after the same
 * work.
 */
async function getEmailChangeEffects(
  ctx: AccountContext,
  userId: string,
  current: string,
  email: string,
): Promise<Omit<Change, "userId">> {
  const owner = await findUserByEmail(ctx.db, email);
  const verification = await prepareTokenMail(ctx, "VERIFY_EMAIL", { userId, email });
  const undo = await prepareTokenMail(ctx, "UNDO_EMAIL_CHANGE", { userId, email: current });
  const isTaken = owner !== undefined && owner.id !== userId;
  return {
    event: "EMAIL_CHANGE_REQUESTED",
    tokens: [verification.token, undo.token],
    deferred: [
      sendMailTask(isTaken ? { about: "emailTaken", to: owner.email ?? email } : verification.mail),
      sendMailTask(undo.mail, "delay"),
    ],
  };
}

/** The fields that a request changes. `email` becomes the pending address. */
type Changes = Omit<ProfileChanges, "pendingEmail"> & { readonly email?: string };

/** Parses the field of each update mask path. */
const parsers: Readonly<Record<string, (user: User) => Changes>> = {
  email: ({ email }) => ({ email: unwrap(parseEmail(email ?? "")) }),
  first_name: ({ firstName }) => ({ firstName: unwrap(parsePersonName(firstName, "firstName")) }),
  last_name: ({ lastName }) => ({ lastName: unwrap(parsePersonName(lastName, "lastName")) }),
  "preferences.locale": ({ preferences }) => ({ locale: unwrap(parseLocale(preferences?.locale ?? "")) }),
  "preferences.currency_code": ({ preferences }) => ({
    currency: unwrap(parseShopCurrency(preferences?.currencyCode ?? "")),
  }),
  "preferences.marketing_emails": ({ preferences }) => ({ marketingEmails: preferences?.marketingEmails ?? false }),
  "preferences.order_emails": ({ preferences }) => ({ orderEmails: preferences?.orderEmails ?? false }),
};

function parseChanges(user: User, paths: readonly string[]): Changes {
  if (paths.length === 0) throw invalid("NOTHING_TO_CHANGE", "`updateMask` must name at least one field");
  const changes = paths.map((path) => {
    const parse = parsers[path];
    if (parse === undefined) throw invalid("INVALID_MASK", `\`${path}\` cannot be changed`);
    return parse(user);
  });
  return Object.assign({}, ...changes) as Changes;
}
