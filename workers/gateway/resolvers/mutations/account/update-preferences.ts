import { AccountService } from "../../../../../proto/gen/account/v1/account_pb.js";
import { omitNullish } from "../../../data/mappers/protobuf.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { accountPayload } from "./account-payload.ts";
import { presentPaths } from "./present-paths.ts";

export const updatePreferences: NonNullable<MutationResolvers["updatePreferences"]> = (_root, { input }, ctx) =>
  accountPayload(
    () => {
      const { currency, ...others } = omitNullish(input);
      const preferences = { ...others, ...(currency === undefined ? {} : { currencyCode: currency }) };
      const paths = presentPaths(preferences, {
        locale: "preferences.locale",
        currencyCode: "preferences.currency_code",
        marketingEmails: "preferences.marketing_emails",
        orderEmails: "preferences.order_emails",
      });
      return ctx.services.account(AccountService.method.updateUser, { user: { preferences }, updateMask: { paths } });
    },
    ["input"],
    { wrappers: ["user", "preferences"], renamed: { currencyCode: "currency" } },
  );
