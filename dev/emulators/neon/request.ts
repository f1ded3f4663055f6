import type { IncomingMessage } from "node:http";
import type { Statement } from "./connection.ts";

/** A request that never reaches Postgres. */
export class RequestError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.name = "RequestError";
    this.status = status;
  }
}

const mostBytes = 64 * 1024 * 1024;

/** Whether a body holds several statements, to be run in one transaction. */
export function isBatch(body: Statement | readonly Statement[]): body is readonly Statement[] {
  return Array.isArray(body);
}

/** `{query, params}` or `{queries: [...]}`. Throws a RequestError for anything else. */
export async function parseBody(
  request: IncomingMessage,
  asArrays: boolean,
): Promise<Statement | readonly Statement[]> {
  const body = readJson(await readAll(request));
  const { queries } = body as { queries?: unknown };
  return Array.isArray(queries) ? queries.map((query) => parseQuery(query, asArrays)) : parseQuery(body, asArrays);
}

function readAll(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > mostBytes) reject(new RequestError(413, "the request is too large"));
      else chunks.push(chunk);
    });
    request.once("end", () =>
      resolve((chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))?.toString("utf8") ?? ""),
    );
    request.once("error", reject);
  });
}

function readJson(text: string): object {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === "object" && body !== null) return body;
  } catch {
    // Falls through: whatever is wrong with it, it is no request.
  }
  throw new RequestError(400, "the body is not a JSON object");
}

function parseQuery(value: unknown, asArrays: boolean): Statement {
  const { query, params, arrayMode } = value as { query?: unknown; params?: unknown; arrayMode?: unknown };
  if (typeof query !== "string") throw new RequestError(400, "missing field `query`");
  const parameters = Array.isArray(params) ? params.map(toText) : [];
  return { text: query, parameters, asArrays: typeof arrayMode === "boolean" ? arrayMode : asArrays };
}

/** A parameter as Postgres's text: arrays as its array literals, objects as JSON. */
function toText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "string") return value;
  return Array.isArray(value) ? toArrayLiteral(value) : JSON.stringify(value);
}

function toArrayLiteral(values: readonly unknown[]): string {
  const parts = values.map((value) => {
    if (value === null || value === undefined) return "NULL";
    if (Array.isArray(value)) return toArrayLiteral(value);
    return JSON.stringify(typeof value === "string" ? value : JSON.stringify(value));
  });
  return `{${parts.join(",")}}`;
}
