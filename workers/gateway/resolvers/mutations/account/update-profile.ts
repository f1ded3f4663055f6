import { AccountService } from "../../../../../proto/gen/account/v1/account_pb.js";
import { omitNullish } from "../../../data/mappers/protobuf.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { accountPayload } from "./account-payload.ts";
import { presentPaths } from "./present-paths.ts";

export const updateProfile: NonNullable<MutationResolvers["updateProfile"]> = (_root, { input }, ctx) =>
  accountPayload(
    () => {
      const { currentPassword = "", ...user } = omitNullish(input);
      const paths = presentPaths(user, { email: "email", firstName: "first_name", lastName: "last_name" });
      return ctx.services.account(AccountService.method.updateUser, { user, updateMask: { paths }, currentPassword });
    },
    ["input"],
    { wrappers: ["user"] },
  );
