import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { connect } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { listen, stopListening } from "../../process/listen.ts";
import { type Answer, QueryError, type Statement } from "./connection.ts";
import { createPool, type Pool } from "./pool.ts";
import { isBatch, parseBody, RequestError } from "./request.ts";

export interface NeonProxyOptions {
  readonly postgresPort: number;
  readonly port?: number;
  /** Connections a database; more only makes them wait inside Postgres. */
  readonly poolSize?: number;
}

export interface NeonProxy {
  readonly port: number;
  /** HTTP requests and statements served so far, by database. */
  stats(): Readonly<Record<string, { readonly requests: number; readonly statements: number }>>;
  stop(): Promise<void>;
}

const isolationLevels: Readonly<Record<string, string>> = {
  ReadUncommitted: "READ UNCOMMITTED",
  ReadCommitted: "READ COMMITTED",
  RepeatableRead: "REPEATABLE READ",
  Serializable: "SERIALIZABLE",
};

/**
 * Speaks Neon's protocols in front of any Postgres: SQL over HTTP on POST /sql and the WebSocket tunnel on /v2, as
 * `@neondatabase/serverless` uses them. Values go out in Postgres's text form, which is what that driver asks for.
 */
export async function startNeonProxy(options: NeonProxyOptions): Promise<NeonProxy> {
  const pools = new Map<string, { readonly pool: Pool; readonly database: string }>();
  const served: Record<string, { requests: number; statements: number }> = {};

  const poolOf = (connectionString: string | string[] | undefined): { pool: Pool; database: string } => {
    const known = pools.get(String(connectionString));
    if (known !== undefined) return known;
    const url = parseUrl(connectionString);
    const [user, password, database] = [url.username, url.password, url.pathname.slice(1)].map(decodeURIComponent);
    if (!user || !database) throw new RequestError(400, "the connection string names no user or database");
    const target = { port: options.postgresPort, user, password: password ?? "", database };
    const opened = { pool: createPool(target, options.poolSize ?? 8), database };
    pools.set(String(connectionString), opened);
    return opened;
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<string> => {
    const { headers } = request;
    const { pool, database } = poolOf(headers["neon-connection-string"]);
    const body = await parseBody(request, headers["neon-array-mode"] === "true");
    const count = served[database] ?? { requests: 0, statements: 0 };
    served[database] = count;
    count.requests++;
    const connection = await pool.take();
    const onClose = () => connection.cancel();
    response.once("close", onClose);
    try {
      if (!isBatch(body)) {
        count.statements++;
        const [only] = await connection.query([body]);
        return toJson(body, only);
      }
      count.statements += body.length;
      const answers = await connection.query(body, beginOf(headers));
      return `{"results":[${body.map((statement, index) => toJson(statement, answers[index])).join(",")}]}`;
    } finally {
      response.off("close", onClose);
      pool.give(connection);
    }
  };

  const server = createServer(async (request, response) => {
    const send = (status: number, json: string): void => {
      // Not by `writeHead`, which does not wait for the length to be known.
      response.statusCode = status;
      response.setHeader("content-type", "application/json");
      response.end(json);
    };
    if (request.method !== "POST" || request.url?.split("?")[0] !== "/sql") {
      return send(404, JSON.stringify({ message: "not found" }));
    }
    try {
      send(200, await answer(request, response));
    } catch (error) {
      if (error instanceof QueryError) return send(400, JSON.stringify(error.fields));
      const status = error instanceof RequestError ? error.status : 500;
      send(status, JSON.stringify({ message: error instanceof Error ? error.message : String(error) }));
    }
  });

  const tunnels = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  server.on("upgrade", (request, socket, head) => {
    if (request.url?.split("?")[0] !== "/v2") return socket.destroy();
    tunnels.handleUpgrade(request, socket, head, (client) => tunnel(client, options.postgresPort));
  });
  const port = await listen(server, options.port);

  return {
    port,
    stats: () => structuredClone(served),
    stop: async () => {
      for (const client of tunnels.clients) client.terminate();
      for (const { pool } of pools.values()) pool.close();
      await stopListening(server);
    },
  };
}

function parseUrl(header: string | string[] | undefined): URL {
  const url = typeof header === "string" ? URL.parse(header) : null;
  if (url === null) throw new RequestError(400, "no connection string");
  return url;
}

function beginOf(headers: IncomingMessage["headers"]): string {
  const level = headers["neon-batch-isolation-level"];
  const isolation = typeof level === "string" ? isolationLevels[level] : undefined;
  if (level !== undefined && isolation === undefined) throw new RequestError(400, "unknown isolation level");
  const modes = [
    isolation === undefined ? "" : `ISOLATION LEVEL ${isolation}`,
    headers["neon-batch-read-only"] === "true" ? "READ ONLY" : "",
    headers["neon-batch-deferrable"] === "true" ? "DEFERRABLE" : "",
  ].filter((mode) => mode !== "");
  return `BEGIN ${modes.join(", ")}`.trim();
}

function toJson(statement: Statement, answer: Answer | undefined): string {
  const words = (answer?.tag ?? "").split(" ");
  const command = JSON.stringify(words[0] ?? "");
  const count = Number(words.at(-1)) || 0;
  const rows = answer?.rows.join(",") ?? "";
  const fields = answer?.fields ?? "[]";
  return `{"fields":${fields},"rows":[${rows}],"command":${command},"rowCount":${count},"rowAsArray":${statement.asArrays}}`;
}

/** Bytes to Postgres and back, as they are. */
function tunnel(client: WebSocket, postgresPort: number): void {
  const socket = connect(postgresPort, "127.0.0.1");
  socket.setNoDelay(true);
  client.on("message", (data: Buffer) => socket.write(data));
  client.on("close", () => socket.destroy());
  client.on("error", () => socket.destroy());
  socket.on("data", (data) => client.send(data));
  socket.on("close", () => client.close());
  socket.on("error", () => client.close(1011, "Postgres is away"));
}
