import type { UpdateCustomerGroupRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { notFound } from "../../kit/errors/failure.ts";
import type { AccountContext } from "../context.ts";
import { parseCustomerGroup } from "../domain/customer-group.ts";
import { updateCustomerGroup as update } from "../store/customer-groups.ts";
import { unwrap } from "./shared/errors.ts";

export async function updateCustomerGroup({ id, slug, name }: UpdateCustomerGroupRequest, ctx: AccountContext) {
  const changes = { ...(slug === undefined ? {} : { slug }), ...(name === undefined ? {} : { name }) };
  const group = unwrap(await update(ctx.db, id, unwrap(parseCustomerGroup(changes))));
  if (group === undefined) throw notFound("Customer group not found", "id");
  return { customerGroup: group };
}
