import { Code } from "@connectrpc/connect";
import { CatalogService } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { parseUtf8 } from "../../kit/encoding.ts";
import { Failure } from "../../kit/errors/failure.ts";
import type { GatewayContext } from "../context.ts";
import { errorResponse } from "../http/error-response.ts";
import { readBody } from "../http/read-body.ts";

const maxBytes = 1_000;

/**
 * Handles `POST /search/rebuild`, for catalog managers: runs one step of the rebuild of the search index. The client sends
 * each response back as the next request, until it has `done: true`. An empty body starts a rebuild.
 */
export async function rebuildSearchIndex(request: Request, ctx: GatewayContext): Promise<Response> {
  const body = await readBody(request, maxBytes, ctx.budget.deadline.signal);
  if (!(body instanceof Uint8Array)) return Response.json({ error: body.message }, { status: body.status });
  const step = parseStep(parseUtf8(body) ?? "invalid");
  if (step === undefined) {
    return Response.json({ error: "The body must be the response of the previous step" }, { status: 400 });
  }
  try {
    const next = await ctx.services.catalog(CatalogService.method.rebuildSearchIndex, step);
    const { index, after, written, done } = next;
    return Response.json({ index, after, written, done, refused: next.refused.map(({ id, why }) => ({ id, why })) });
  } catch (error) {
    // The shop has no search index.
    if (error instanceof Failure && error.code === Code.FailedPrecondition) {
      return errorResponse(409, error.reason, error.message);
    }
    throw error;
  }
}

function parseStep(text: string): { index: string; after: string; written: number } | undefined {
  if (text === "") return { index: "", after: "", written: 0 };
  try {
    const { index, after, written } = JSON.parse(text) as Record<string, unknown>;
    if (typeof index !== "string" || typeof after !== "string" || !Number.isInteger(written)) return undefined;
    return { index, after, written: Number(written) };
  } catch {
    return undefined;
  }
}
