import { AccountService } from "../../../proto/gen/account/v1/account_pb.js";
import type { GatewayContext } from "../context.ts";
import { connection, pageSize } from "../graphql/connection.ts";

interface PageArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** Returns a page of accounts, for staff. */
export async function listAccounts(
  { services }: GatewayContext,
  { first, after, query }: PageArgs & { readonly query?: string | null },
) {
  const request = { pageSize: pageSize(first), pageToken: after ?? "", query: query ?? "" };
  const page = await services.account(AccountService.method.listUsers, request);
  return connection(page.users, { ...page, after: after ?? "" });
}

/** Returns a page of the audit trail, for administrators. */
export async function listSecurityEvents(
  { services }: GatewayContext,
  { first, after, accountId }: PageArgs & { readonly accountId?: string | null },
) {
  const request = { pageSize: pageSize(first), pageToken: after ?? "", userId: accountId ?? "" };
  const page = await services.account(AccountService.method.listSecurityEvents, request);
  return connection(page.events, { ...page, after: after ?? "" });
}

/** Returns a page of API tokens, for administrators. */
export async function listApiTokens({ services }: GatewayContext, { first, after }: PageArgs) {
  const request = { pageSize: pageSize(first), pageToken: after ?? "" };
  const page = await services.account(AccountService.method.listApiTokens, request);
  return connection(page.apiTokens, { ...page, after: after ?? "" });
}
