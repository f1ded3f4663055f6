import {
  CatalogService,
  ImportOutcome_Result as Outcome,
  ProductDraftSchema,
} from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import { requirePermission } from "../../kit/auth/permissions.ts";
import { parseLine } from "../../kit/validation/import-lines.ts";
import type { GatewayContext } from "../context.ts";
import { readBody } from "../http/read-body.ts";
import { limits } from "../policies/limits.ts";
import { splitLines } from "./import-body.ts";

/** The result of one line. The first line of a request is line 1. */
interface LineResult {
  readonly line: number;
  readonly result: "created" | "updated" | "refused";
  readonly reason?: string;
  readonly message?: string;
}

/**
 * Handles `POST /import/products`, for catalog managers: imports up to 500 products, one JSON object per line. Each is a
 * CreateProductInput with `categoryPaths`. Every line has its own result. An invalid line does not stop the others.
 */
export async function importProducts(request: Request, ctx: GatewayContext): Promise<Response> {
  requirePermission(ctx.caller.identity, Permission.CATALOG_WRITE);
  if (!request.headers.get("content-type")?.startsWith("application/x-ndjson")) {
    return Response.json({ error: "The content type must be application/x-ndjson" }, { status: 415 });
  }
  const body = await readBody(request, limits.import.bytes, ctx.budget.deadline.signal);
  if (!(body instanceof Uint8Array)) return Response.json({ error: body.message }, { status: body.status });
  const split = splitLines(body);
  if (!split.ok) return Response.json({ error: split.error.message }, { status: split.error.status });
  const parsed = split.value.map(({ text, line }) => ({ line, item: parseLine(text, ProductDraftSchema) }));
  const valid = parsed.flatMap(({ line, item }) => (item.ok ? { line, item: item.value } : []));
  const invalid = parsed.flatMap(({ line, item }): LineResult[] =>
    item.ok ? [] : [{ line, result: "refused", reason: item.error.reason, message: item.error.message }],
  );
  const items = valid.map(({ item }) => item);
  const { outcomes } =
    items.length === 0 ? { outcomes: [] } : await ctx.services.catalog(CatalogService.method.importProducts, { items });
  if (items.length > 0) ctx.audit.changed("POST /import/products");
  const imported = valid.map(({ line }, index): LineResult => {
    const outcome = outcomes[index];
    switch (outcome?.result) {
      case Outcome.CREATED:
        return { line, result: "created" };
      case Outcome.UPDATED:
        return { line, result: "updated" };
      default:
        return { line, result: "refused", reason: outcome?.reason ?? "", message: outcome?.message ?? "" };
    }
  });
  return Response.json({ results: [...invalid, ...imported].sort((a, b) => a.line - b.line) });
}
