import type { ListCustomerGroupsRequest } from "../../../proto/gen/account/v1/account_pb.js";
import type { AccountContext } from "../context.ts";
import { listCustomerGroups as list } from "../store/customer-groups.ts";

export async function listCustomerGroups(_request: ListCustomerGroupsRequest, { db }: AccountContext) {
  return { customerGroups: [...(await list(db))] };
}
