import { AccountService } from "../../../../../proto/gen/account/v1/account_pb.js";
import { omitNullish } from "../../../data/mappers/protobuf.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { accountPayload } from "./account-payload.ts";

export const setTaxId: NonNullable<MutationResolvers["setTaxId"]> = (_root, { input }, ctx) =>
  accountPayload(() => ctx.services.account(AccountService.method.setTaxId, omitNullish(input)), ["input"]);
