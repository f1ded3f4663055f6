import type { CreateCustomerGroupRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { newId } from "../../kit/domain/ids.ts";
import type { AccountContext } from "../context.ts";
import { parseCustomerGroup } from "../domain/customer-group.ts";
import { insertCustomerGroup } from "../store/customer-groups.ts";
import { unwrap } from "./shared/errors.ts";

export async function createCustomerGroup({ slug, name }: CreateCustomerGroupRequest, ctx: AccountContext) {
  const group = unwrap(parseCustomerGroup({ slug, name }));
  return { customerGroup: unwrap(await insertCustomerGroup(ctx.db, { id: newId("grp", ctx.now()), ...group })) };
}
