import { Code } from "@connectrpc/connect";
import type { UpdateUserRequest, User } from "../../../proto/gen/account/v1/account_pb.js";
import { Failure, invalid } from "../../kit/errors/failure.ts";
import type { AccountContext } from "../context.ts";
import { parseEmail, parsePersonName } from "../domain/credentials.ts";
import { parseLocale, parseShopCurrency } from "../domain/profile.ts";
import { prepareToken } from "../mail/tokens.ts";
import { findUser, type ProfileChanges, type UserRow, unlessTaken, updateUser as write } from "../store/users.ts";
import { type Change, commitChange } from "../unit-of-work.ts";
import { requireCurrentUser } from "./shared/current-user.ts";
import { unwrap } from "./shared/errors.ts";
import { userMessage } from "./shared/mappers.ts";

/** How often an update without an etag is made again when another came in between. */
const tries = 5;

export async function updateUser({ user, updateMask }: UpdateUserRequest, ctx: AccountContext) {
  if (user === undefined) throw invalid("NO_USER", "a user is needed");
  const changes = parseChanges(user, updateMask?.paths ?? []);
  for (let tried = 0; tried < tries; tried++) {
    const before = await requireCurrentUser(ctx);
    if (user.etag !== "" && user.etag !== String(before.version)) break;
    if (await change(ctx, before, changes)) return { user: userMessage((await findUser(ctx.db, before.id)) ?? before) };
  }
  throw new Failure(Code.Aborted, "CONFLICT", "the account has changed meanwhile: read it again", { field: ["etag"] });
}

async function change(ctx: AccountContext, before: UserRow, changes: ProfileChanges): Promise<boolean> {
  const { email } = changes;
  const isOther = typeof email === "string" && email.toLowerCase() !== before.email?.toLowerCase();
  const values = isOther ? { ...changes, emailVerified: false } : changes;
  const consequences = isOther ? await withNewAddress(ctx, before, email) : {};
  const made = await unlessTaken(() =>
    commitChange(ctx, write(ctx.db, before.id, before.version, values), { userId: before.id, ...consequences }),
  );
  if (!made.ok) throw new Failure(Code.AlreadyExists, "EMAIL_TAKEN", "this address is in use", { field: ["email"] });
  return made.value;
}

/** The new address has to be verified; whoever reads the old one is told. */
async function withNewAddress(ctx: AccountContext, before: UserRow, email: string): Promise<Omit<Change, "userId">> {
  if (before.email === null) throw invalid("REGISTER_FIRST", "a guest has no address: register with it", "email");
  const { letter, token } = await prepareToken(ctx, "VERIFY_EMAIL", { userId: before.id, email });
  return {
    event: "EMAIL_CHANGED",
    token,
    after: [
      { type: "sendMail", letter },
      { type: "sendMail", letter: { about: "emailChanged", to: before.email } },
    ],
  };
}

/** What each path of the mask changes. */
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
  if (paths.length === 0) throw invalid("NOTHING_TO_CHANGE", "nothing to change is given");
  const changes = paths.map((path) => {
    const parse = parsers[path];
    if (parse === undefined) throw invalid("INVALID_MASK", `${path} cannot be changed`);
    return parse(user);
  });
  return Object.assign({}, ...changes) as ProfileChanges;
}
