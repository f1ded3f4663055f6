import { Code } from "@connectrpc/connect";
import type { UpdateUserRequest, User } from "../../../proto/gen/account/v1/account_pb.js";
import { parseEmail } from "../../kit/domain/email-address.ts";
import { Failure, invalid } from "../../kit/errors/failure.ts";
import type { AccountContext } from "../context.ts";
import { parsePersonName } from "../domain/credentials.ts";
import { parseLocale, parseShopCurrency } from "../domain/profile.ts";
import { prepareTokenMail } from "../mail/tokens.ts";
import { sendMailTask } from "../outbox.ts";
import { catchEmailTaken, type ProfileChanges, updateUser as write } from "../store/user-statements.ts";
import { findUser, type UserRow } from "../store/users.ts";
import { type Change, commitChange } from "../unit-of-work.ts";
import { requireCurrentUser } from "./shared/current-user.ts";
import { unwrap } from "./shared/errors.ts";
import { toUserMessage } from "./shared/mappers.ts";

/** An update without an etag is retried when a concurrent update came first. */
const maxAttempts = 5;

export async function updateUser({ user, updateMask }: UpdateUserRequest, ctx: AccountContext) {
  if (user === undefined) throw invalid("NO_USER", "`user` is required");
  const changes = parseChanges(user, updateMask?.paths ?? []);
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const before = await requireCurrentUser(ctx);
    if (user.etag !== "" && user.etag !== String(before.version)) break;
    if (await change(ctx, before, changes))
      return { user: toUserMessage((await findUser(ctx.db, before.id)) ?? before) };
  }
  throw new Failure(Code.Aborted, "CONFLICT", "The account was changed in the meantime. Read it again.", {
    field: ["etag"],
  });
}

async function change(ctx: AccountContext, before: UserRow, changes: ProfileChanges): Promise<boolean> {
  const { email } = changes;
  const isNewEmail = typeof email === "string" && email.toLowerCase() !== before.email?.toLowerCase();
  const values = isNewEmail ? { ...changes, emailVerified: false } : changes;
  const effects = isNewEmail ? await getEmailChangeEffects(ctx, before, email) : {};
  const updated = await catchEmailTaken(() =>
    commitChange(ctx, write(ctx.db, before.id, before.version, values), { userId: before.id, ...effects }),
  );
  if (!updated.ok)
    throw new Failure(Code.AlreadyExists, "EMAIL_TAKEN", "This email address is already in use", { field: ["email"] });
  return updated.value;
}

/** Returns the effects of an email change: a mail that verifies the new address, and a notification to the old one. */
async function getEmailChangeEffects(
  ctx: AccountContext,
  before: UserRow,
  email: string,
): Promise<Omit<Change, "userId">> {
  if (before.email === null)
    throw invalid("REGISTER_FIRST", "A guest has no email address. Register instead.", "email");
  const { mail, token } = await prepareTokenMail(ctx, "VERIFY_EMAIL", { userId: before.id, email });
  return {
    event: "EMAIL_CHANGED",
    token,
    deferred: [sendMailTask(mail), sendMailTask({ about: "emailChanged", to: before.email })],
  };
}

/** Parses the field of each update mask path. */
const parsers: Readonly<Record<string, (user: User) => ProfileChanges>> = {
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

function parseChanges(user: User, paths: readonly string[]): ProfileChanges {
  if (paths.length === 0) throw invalid("NOTHING_TO_CHANGE", "`updateMask` must name at least one field");
  const changes = paths.map((path) => {
    const parse = parsers[path];
    if (parse === undefined) throw invalid("INVALID_MASK", `\`${path}\` cannot be changed`);
    return parse(user);
  });
  return Object.assign({}, ...changes) as ProfileChanges;
}
