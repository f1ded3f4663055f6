import { ImportService } from "../../../proto/gen/catalog/v1/imports_pb.js";
import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import { hasPermission } from "../../kit/auth/permissions.ts";
import type { GatewayContext } from "../context.ts";
import { connection, pageSize } from "../graphql/connection.ts";
import { nullIfNotFound } from "../graphql/errors.ts";

const { method } = ImportService;
const errorLimits = { defaultSize: 100, maxSize: 100 };

interface PageArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** Returns the job with this id, for catalog managers. */
export function findImportJob({ services }: GatewayContext, id: string) {
  return nullIfNotFound(async () => (await services.catalog(method.getImport, { id })).job ?? null);
}

/** Returns the job with this id as a node. For callers without the permission it does not exist. */
export async function findImportNode(ctx: GatewayContext, id: string) {
  const { identity, requireUnrevokedForRead } = ctx.caller;
  await requireUnrevokedForRead();
  if (identity.accountId !== undefined && !hasPermission(identity, Permission.CATALOG_WRITE)) return null;
  return findImportJob(ctx, id);
}

export async function listImportJobs({ services }: GatewayContext, { first, after }: PageArgs) {
  const request = { pageSize: pageSize(first), pageToken: after ?? "" };
  const page = await services.catalog(method.listImports, request);
  return connection(page.jobs, { ...page, after: after ?? "" });
}

export async function listImportErrors({ services }: GatewayContext, id: string, { first, after }: PageArgs) {
  const request = { id, pageSize: pageSize(first, errorLimits), pageToken: after ?? "" };
  const page = await services.catalog(method.listImportErrors, request);
  return { ...connection(page.errors, { ...page, after: after ?? "" }), totalCount: page.totalSize };
}
