import { AccountService } from "../../../../../proto/gen/account/v1/account_pb.js";
import { required } from "../../../data/mappers/protobuf.ts";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const revokeApiToken: NonNullable<MutationResolvers["revokeApiToken"]> = (_root, { id }, ctx) =>
  mutationPayload({ apiToken: null }, async () => {
    const { apiToken } = await ctx.services.account(AccountService.method.revokeApiToken, { id });
    return { apiToken: required(apiToken, "the API token") };
  }, []);
