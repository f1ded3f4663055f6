import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import pg from "pg";
import { WebSocketServer } from "ws";
import { listen, stopListening } from "../../process/listen.ts";
import { type Availability, createAvailability } from "../availability.ts";
import { sendJson } from "../http.ts";
import { Database } from "./database.ts";
import { parseBody, parseConnectionString, RequestError, toBeginStatement } from "./request.ts";
import { toErrorBody, toResultBody } from "./response.ts";
import { tunnel } from "./tunnel.ts";

export interface NeonProxyOptions {
  readonly postgresPort: number;
  readonly port?: number;
  /** The port of a proxy in front of the emulator, for tests. */
  readonly proxyPort?: number;
  /** Connections for each connection string. More of them would only wait inside Postgres. */
  readonly poolSize?: number;
}

export interface NeonProxy {
  readonly port: number;
  readonly availability: Availability;
  /** HTTP requests and statements served so far, by database. */
  stats(): Readonly<Record<string, { readonly requests: number; readonly statements: number }>>;
  stop(): Promise<void>;
}

const defaultPoolSize = 8;

/**
 * Serves Neon's protocols in front of any Postgres, as `@neondatabase/serverless` uses them: SQL over HTTP at
 * `POST /sql`, and the WebSocket tunnel at `/v2`.
 */
export async function startNeonProxy(options: NeonProxyOptions): Promise<NeonProxy> {
  const sql = createSqlEndpoint(options);
  const availability = createAvailability();
  const server = createServer(async (request, response) => {
    if (availability.state !== "up" && !(await availability.admits(response))) return;
    if (request.method === "POST" && request.url?.split("?")[0] === "/sql") void sql.serve(request, response);
    else sendJson(response, 404, { message: "Not found" });
  });
  const tunnels = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  server.on("upgrade", (request, socket, head) => {
    if (request.url?.split("?")[0] !== "/v2" || availability.state === "down") return socket.destroy();
    tunnels.handleUpgrade(request, socket, head, (client) => tunnel(client, options.postgresPort));
  });
  const port = await listen(server, options.port, options.proxyPort);
  return {
    port,
    availability,
    stats: sql.stats,
    stop: async () => {
      for (const client of tunnels.clients) client.terminate();
      await stopListening(server);
      sql.close();
    },
  };
}

function createSqlEndpoint({ postgresPort, poolSize = defaultPoolSize }: NeonProxyOptions) {
  const databases = new Map<string, { readonly database: Database; readonly name: string }>();
  const served: Record<string, { requests: number; statements: number }> = {};

  const getDatabase = (connectionString: string) => {
    const known = databases.get(connectionString);
    if (known !== undefined) return known;
    const target = parseConnectionString(connectionString, postgresPort);
    const entry = { database: new Database(target, poolSize), name: target.database };
    databases.set(connectionString, entry);
    return entry;
  };

  const run = async (request: IncomingMessage, response: ServerResponse): Promise<object> => {
    const { headers } = request;
    const { database, name } = getDatabase(String(headers["neon-connection-string"]));
    const { batch, statements } = await parseBody(request);
    const count = served[name] ?? { requests: 0, statements: 0 };
    served[name] = count;
    count.requests++;
    count.statements += statements.length;
    const begin = batch ? { begin: toBeginStatement(headers) } : {};
    const results = await database.run(statements, { ...begin, client: response });
    const bodies = results.map((result, index) => toResultBody(result, statements[index]?.arrayMode === true));
    return batch ? { results: bodies } : (bodies[0] ?? {});
  };

  return {
    stats: () => structuredClone(served),
    serve: async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      try {
        sendJson(response, 200, await run(request, response));
      } catch (error) {
        if (error instanceof pg.DatabaseError) return sendJson(response, 400, toErrorBody(error));
        const status = error instanceof RequestError ? error.status : 500;
        sendJson(response, status, { message: error instanceof Error ? error.message : String(error) });
      }
    },
    close: () => {
      for (const { database } of databases.values()) database.close();
    },
  };
}
