import { createServer, type IncomingMessage } from "node:http";
import { listen, stopListening } from "../../process/listen.ts";
import { type Availability, createAvailability } from "../availability.ts";
import { readBody, sendJson } from "../http.ts";
import { startRedis } from "./redis/engine.ts";
import { createUsers, type Users } from "./users.ts";

export interface UpstashEmulatorOptions {
  /** The folder of Redis's files. */
  readonly dataDir: string;
  /** The folder of the list of running processes, for the next start after a crash. */
  readonly runDir: string;
  readonly token: string;
  readonly port?: number;
  /** The port of a proxy in front of the emulator, for tests. */
  readonly proxyPort?: number;
}

export interface UpstashEmulator {
  readonly port: number;
  /** The engine behind the emulator, for people: "redis-server 7.0.15" or "in process …". */
  readonly engine: string;
  readonly availability: Availability;
  /** The number of commands served so far, by name. */
  readonly served: () => Readonly<Record<string, number>>;
  readonly resetToken: Users["resetToken"];
  stop(): Promise<void>;
}

interface RestResponse {
  readonly status: number;
  readonly body: unknown;
}

/** Emulates Upstash's REST API, as `@upstash/redis` uses it, in front of a real Redis if one is installed. */
export async function startUpstashEmulator(options: UpstashEmulatorOptions): Promise<UpstashEmulator> {
  const redis = await startRedis(options.dataDir, options.runDir, options.token);
  const served: Record<string, number> = {};
  const users = createUsers(redis, options.token, served);
  const availability = createAvailability();

  const server = createServer(async (request, response) => {
    if (availability.state !== "up" && !(await availability.admits(response))) return;
    const { status, body } = await handleRequest(users, request).catch((error: unknown) => ({
      status: 400,
      body: { error: `ERR ${error instanceof Error ? error.message : String(error)}` },
    }));
    sendJson(response, status, body);
  });
  const port = await listen(server, options.port, options.proxyPort);

  return {
    port,
    engine: redis.name,
    availability,
    served: () => ({ ...served }),
    resetToken: users.resetToken,
    stop: async () => {
      await stopListening(server);
      await redis.stop();
    },
  };
}

async function handleRequest(users: Users, request: IncomingMessage): Promise<RestResponse> {
  const url = new URL(request.url ?? "/", "http://localhost");
  const commands = users.find(request.headers.authorization?.replace(/^Bearer /i, "") ?? "");
  if (commands === undefined) return { status: 401, body: { error: "Unauthorized" } };
  const base64 = request.headers["upstash-encoding"] === "base64";
  const text = await readBody(request);
  const [first, ...rest] = url.pathname.split("/").filter(Boolean).map(decodeURIComponent);
  if (first === "pipeline" || first === "multi-exec") {
    const list: unknown = JSON.parse(text);
    if (!Array.isArray(list)) return { status: 400, body: { error: "ERR the body must be an array of commands" } };
    if (first === "multi-exec") return { status: 200, body: await commands.runTransaction(list, base64) };
    return { status: 200, body: await Promise.all(list.map((command) => commands.run(command, base64))) };
  }
  const commandInPath = first === undefined ? undefined : [first, ...rest, ...(text === "" ? [] : [text])];
  const result = await commands.run(commandInPath ?? JSON.parse(text), base64);
  return { status: "error" in result ? 400 : 200, body: result };
}
