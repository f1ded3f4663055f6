import { Code } from "@connectrpc/connect";
import { CatalogService } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { Failure } from "../../kit/errors/failure.ts";
import type { GatewayContext } from "../context.ts";
import { errorResponse, readBody } from "../http/read-body.ts";

const mostBytes = 1_000;

/**
 * Takes the next step of building the search index anew. What it answers is sent again, until it says `done`. For
 * catalog managers.
 */
export async function rebuildSearchIndex(request: Request, ctx: GatewayContext): Promise<Response> {
  const body = await readBody(request, mostBytes, ctx.deadline.signal);
  if (!(body instanceof Uint8Array)) return Response.json({ error: body.message }, { status: body.status });
  const step = parseStep(new TextDecoder().decode(body));
  if (step === undefined) return Response.json({ error: "what the last step answered is needed" }, { status: 400 });
  try {
    const next = await ctx.catalog(CatalogService.method.rebuildSearchIndex, step);
    const { index, after, written, done } = next;
    return Response.json({ index, after, written, done, refused: next.refused.map(({ id, why }) => ({ id, why })) });
  } catch (error) {
    // A shop that has no index.
    if (error instanceof Failure && error.code === Code.FailedPrecondition)
      return errorResponse(409, error.reason, error.message);
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
