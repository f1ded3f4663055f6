import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { BodyTooLargeError, readBody } from "../http.ts";
import type { DatabaseTarget, Statement } from "./database.ts";

/** A request that is rejected before it reaches Postgres. */
export class RequestError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.name = "RequestError";
    this.status = status;
  }
}

const maxBodyBytes = 64 * 1024 * 1024;

const isolationLevels: Readonly<Record<string, string>> = {
  ReadUncommitted: "READ UNCOMMITTED",
  ReadCommitted: "READ COMMITTED",
  RepeatableRead: "REPEATABLE READ",
  Serializable: "SERIALIZABLE",
};

/** The statements of a request. A batch runs in one transaction, a single statement without one. */
export interface SqlRequest {
  readonly batch: boolean;
  readonly statements: readonly Statement[];
}

/** Reads `{query, params}` or `{queries: [...]}`. Throws a RequestError for anything else. */
export async function parseBody(request: IncomingMessage): Promise<SqlRequest> {
  const body = parseJson(await readBody(request, maxBodyBytes).catch(rejectTooLarge));
  const arrayMode = request.headers["neon-array-mode"] === "true";
  const { queries } = body as { queries?: unknown };
  return Array.isArray(queries)
    ? { batch: true, statements: queries.map((query) => parseStatement(query, arrayMode)) }
    : { batch: false, statements: [parseStatement(body, arrayMode)] };
}

/** Reads user, password and database from a connection string. Throws a RequestError when it has none of them. */
export function parseConnectionString(value: string, port: number): DatabaseTarget {
  const url = URL.parse(value);
  if (url === null) throw new RequestError(400, "Missing or invalid connection string");
  const [user, password, database] = [url.username, url.password, url.pathname.slice(1)].map(decodeURIComponent);
  if (!user || !database) throw new RequestError(400, "The connection string has no user or no database");
  return { port, user, password: password ?? "", database };
}

/** Returns the statement that starts a batch's transaction with the isolation level and modes of the headers. */
export function toBeginStatement(headers: IncomingHttpHeaders): string {
  const level = headers["neon-batch-isolation-level"];
  const isolation = typeof level === "string" ? isolationLevels[level] : undefined;
  if (level !== undefined && isolation === undefined) throw new RequestError(400, "Unknown isolation level");
  const modes = [
    isolation === undefined ? "" : `ISOLATION LEVEL ${isolation}`,
    headers["neon-batch-read-only"] === "true" ? "READ ONLY" : "",
    headers["neon-batch-deferrable"] === "true" ? "DEFERRABLE" : "",
  ].filter((mode) => mode !== "");
  return `BEGIN ${modes.join(", ")}`.trim();
}

function rejectTooLarge(error: unknown): never {
  throw error instanceof BodyTooLargeError ? new RequestError(413, error.message) : error;
}

function parseJson(text: string): object {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === "object" && body !== null) return body;
  } catch {
    // Falls through to the error below.
  }
  throw new RequestError(400, "The body is not a JSON object");
}

function parseStatement(value: unknown, defaultArrayMode: boolean): Statement {
  const { query, params, arrayMode } = value as { query?: unknown; params?: unknown; arrayMode?: unknown };
  if (typeof query !== "string") throw new RequestError(400, "`query` must be a string");
  return {
    text: query,
    values: Array.isArray(params) ? params.map(toTextFormat) : [],
    arrayMode: typeof arrayMode === "boolean" ? arrayMode : defaultArrayMode,
  };
}

/** Formats a parameter as Postgres's text: arrays as array literals, objects as JSON. */
function toTextFormat(value: unknown): string | null {
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
