import { AccountService, Role } from "../../../proto/gen/account/v1/account_pb.js";
import { Scope } from "../../../proto/gen/common/v1/permission_pb.js";
import { omitNullish, required } from "../data/mappers/protobuf.ts";
import { mutationPayload } from "../graphql/errors.ts";
import type { MutationResolvers } from "../graphql/schema.generated.ts";

type Names =
  | "requestEmailVerification"
  | "verifyEmail"
  | "updateProfile"
  | "updatePreferences"
  | "saveAddress"
  | "deleteAddress"
  | "deleteMyAccount"
  | "setRoles"
  | "setDisabled"
  | "createApiToken"
  | "revokeApiToken";

const { method } = AccountService;
const noAccount = { account: null };
const refused = { accepted: false };

/** What there is about an account besides its sessions. */
export const accountMutations: Required<Pick<MutationResolvers, Names>> = {
  requestEmailVerification: (_root, _args, ctx) =>
    mutationPayload(refused, async () => {
      await ctx.account(method.requestEmailVerification, {});
      return { accepted: true };
    }),
  verifyEmail: (_root, { input }, ctx) =>
    mutationPayload(noAccount, async () => ({
      account: required((await ctx.account(method.verifyEmail, input)).user, "the user"),
    })),
  updateProfile: (_root, { input }, ctx) =>
    mutationPayload(noAccount, async () => {
      const user = omitNullish(input);
      const paths = maskOf(user, { email: "email", firstName: "first_name", lastName: "last_name" });
      return {
        account: required((await ctx.account(method.updateUser, { user, updateMask: { paths } })).user, "the user"),
      };
    }),
  updatePreferences: (_root, { input }, ctx) =>
    mutationPayload(noAccount, async () => {
      const { currency, ...others } = omitNullish(input);
      const preferences = { ...others, ...(currency === undefined ? {} : { currencyCode: currency }) };
      const paths = maskOf(preferences, {
        locale: "preferences.locale",
        currencyCode: "preferences.currency_code",
        marketingEmails: "preferences.marketing_emails",
        orderEmails: "preferences.order_emails",
      });
      const request = { user: { preferences }, updateMask: { paths } };
      return { account: required((await ctx.account(method.updateUser, request)).user, "the user") };
    }),
  saveAddress: (_root, { input }, ctx) =>
    mutationPayload(noAccount, async () => ({
      account: required((await ctx.account(method.saveAddress, { address: omitNullish(input) })).user, "the user"),
    })),
  deleteAddress: (_root, { id }, ctx) =>
    mutationPayload(
      noAccount,
      async () => ({ account: required((await ctx.account(method.deleteAddress, { id })).user, "the user") }),
      [],
    ),
  deleteMyAccount: (_root, { input }, ctx) =>
    mutationPayload(refused, async () => {
      await ctx.account(method.deleteUser, input);
      ctx.cookies?.clear();
      ctx.invalidateRevocationCheck();
      return { accepted: true };
    }),
  setRoles: (_root, { input: { accountId: userId, roles } }, ctx) =>
    mutationPayload(noAccount, async () => {
      const request = { userId, roles: roles.map((role) => Role[role]) };
      return { account: required((await ctx.account(method.setUserRoles, request)).user, "the user") };
    }),
  setDisabled: (_root, { input: { accountId: userId, disabled } }, ctx) =>
    mutationPayload(noAccount, async () => ({
      account: required((await ctx.account(method.setUserDisabled, { userId, disabled })).user, "the user"),
    })),
  createApiToken: (_root, { input: { name, days, scopes } }, ctx) =>
    mutationPayload({ token: null, apiToken: null }, async () => {
      const request = { ...omitNullish({ name, days }), scopes: scopes.map((scope) => Scope[scope]) };
      const { token, apiToken } = await ctx.account(method.createApiToken, request);
      return { token, apiToken: required(apiToken, "the API token") };
    }),
  revokeApiToken: (_root, { id }, ctx) =>
    mutationPayload(
      { apiToken: null },
      async () => ({
        apiToken: required((await ctx.account(method.revokeApiToken, { id })).apiToken, "the API token"),
      }),
      [],
    ),
};

/** The paths of what is there: what is absent stays as it is. */
function maskOf(values: object, paths: Readonly<Record<string, string>>): string[] {
  return Object.keys(values).flatMap((name) => paths[name] ?? []);
}
