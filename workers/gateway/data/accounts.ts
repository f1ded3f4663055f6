import type { MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { AccountService, Role, type UserFilterSchema } from "../../../proto/gen/account/v1/account_pb.js";
import type { GatewayContext } from "../context.ts";
import type { AccountConnectionParent } from "../graphql/account-connection.ts";
import { connection, pageSize } from "../graphql/connection.ts";
import type { AccountFilter, SecurityEventFilter } from "../graphql/schema.generated.ts";

interface PageArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

interface AccountsArgs extends PageArgs {
  readonly query?: string | null;
  readonly filter?: AccountFilter | null;
}

/** Returns a page of accounts, for staff. */
export async function listAccounts(
  { services }: GatewayContext,
  { first, after, ...args }: AccountsArgs,
): Promise<AccountConnectionParent> {
  const selection = { query: args.query ?? "", filter: toUserFilter(args.filter) };
  const request = { pageSize: pageSize(first), pageToken: after ?? "", ...selection };
  const page = await services.account(AccountService.method.listUsers, request);
  return {
    ...connection(page.users, { ...page, after: after ?? "" }),
    countAll: async () => (await services.account(AccountService.method.countUsers, selection)).count,
  };
}

function toUserFilter(filter: AccountFilter | null | undefined): MessageInitShape<typeof UserFilterSchema> {
  const { roles, disabled, createdFrom, createdTo, hasOrders } = filter ?? {};
  return {
    roles: (roles ?? []).map((role) => Role[role]),
    ...(typeof disabled === "boolean" ? { disabled } : {}),
    ...(createdFrom ? { createdFromTime: timestampFromDate(createdFrom) } : {}),
    ...(createdTo ? { createdToTime: timestampFromDate(createdTo) } : {}),
    ...(typeof hasOrders === "boolean" ? { hasOrders } : {}),
  };
}

interface SecurityEventsArgs extends PageArgs {
  readonly accountId?: string | null;
  readonly filter?: SecurityEventFilter | null;
}

/** Returns a page of the audit trail, for administrators. */
export async function listSecurityEvents(
  { services }: GatewayContext,
  { first, after, accountId, filter }: SecurityEventsArgs,
) {
  const { types, from, to, addressHash } = filter ?? {};
  const request = {
    pageSize: pageSize(first),
    pageToken: after ?? "",
    userId: accountId ?? "",
    filter: {
      types: [...(types ?? [])],
      ...(from ? { fromTime: timestampFromDate(from) } : {}),
      ...(to ? { toTime: timestampFromDate(to) } : {}),
      addressHash: addressHash ?? "",
    },
  };
  const page = await services.account(AccountService.method.listSecurityEvents, request);
  return connection(page.events, { ...page, after: after ?? "" });
}

/** Returns a page of API tokens, for administrators. */
export async function listApiTokens({ services }: GatewayContext, { first, after }: PageArgs) {
  const request = { pageSize: pageSize(first), pageToken: after ?? "" };
  const page = await services.account(AccountService.method.listApiTokens, request);
  return connection(page.apiTokens, { ...page, after: after ?? "" });
}
