import { AccountService } from "../../../../../proto/gen/account/v1/account_pb.js";
import { Scope } from "../../../../../proto/gen/common/v1/permission_pb.js";
import { omitNullish, required } from "../../../data/mappers/protobuf.ts";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const createApiToken: NonNullable<MutationResolvers["createApiToken"]> = (
  _root,
  { input: { name, days, scopes, allowedNetworks } },
  ctx,
) =>
  mutationPayload({ token: null, apiToken: null }, async () => {
    const request = {
      ...omitNullish({ name, days }),
      scopes: scopes.map((scope) => Scope[scope]),
      allowedNetworks: allowedNetworks ?? [],
    };
    const { token, apiToken } = await ctx.services.account(AccountService.method.createApiToken, request);
    return { token, apiToken: required(apiToken, "the API token") };
  });
