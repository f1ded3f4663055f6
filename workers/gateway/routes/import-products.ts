import { CatalogService, ImportOutcome_Result as Outcome } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import { requirePermission } from "../../kit/auth/permissions.ts";
import type { GatewayContext } from "../context.ts";
import { readBody } from "../http/read-body.ts";
import { parseLine } from "./import-lines.ts";

const mostBytes = 4 * 1024 * 1024;
const mostLines = 500;

/** What became of a line. Lines count from 1 within the request. */
interface LineResult {
  readonly line: number;
  readonly result: "created" | "updated" | "refused";
  readonly reason?: string;
  readonly message?: string;
}

/**
 * Takes up to 500 products, one JSON object a line, each a CreateProductInput with `categoryPaths`. Every line is
 * answered: what is wrong with one does not hold up the others. For catalog managers.
 */
export async function importProducts(request: Request, ctx: GatewayContext): Promise<Response> {
  requirePermission(ctx.identity, Permission.CATALOG_WRITE);
  if (!request.headers.get("content-type")?.startsWith("application/x-ndjson")) {
    return Response.json({ error: "the content type must be application/x-ndjson" }, { status: 415 });
  }
  const body = await readBody(request, mostBytes, ctx.deadline.signal);
  if (!(body instanceof Uint8Array)) return Response.json({ error: body.message }, { status: body.status });
  const lines = new TextDecoder()
    .decode(body)
    .split("\n")
    .map(numbered)
    .filter(({ text }) => text !== "");
  if (lines.length > mostLines) {
    return Response.json({ error: `at most ${mostLines} lines at once` }, { status: 413 });
  }

  const read = lines.map(({ text, line }) => ({ line, item: parseLine(text) }));
  const good = read.flatMap(({ line, item }) => (item.ok ? { line, item: item.value } : []));
  const bad = read.flatMap(({ line, item }): LineResult[] =>
    item.ok ? [] : [{ line, result: "refused", reason: item.error.reason, message: item.error.message }],
  );
  const items = good.map(({ item }) => item);
  const { outcomes } =
    items.length === 0 ? { outcomes: [] } : await ctx.catalog(CatalogService.method.importProducts, { items });
  const answered = good.map(({ line }, index): LineResult => {
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
  return Response.json({ results: [...bad, ...answered].sort((a, b) => a.line - b.line) });
}

function numbered(text: string, index: number): { readonly text: string; readonly line: number } {
  return { text: text.trim(), line: index + 1 };
}
