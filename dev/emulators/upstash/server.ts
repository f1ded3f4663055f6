import { timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { listen, stopListening } from "../../process/listen.ts";
import { startRedis } from "./redis/engine.ts";
import { encodeReply, type Reply } from "./redis/replies.ts";
import { createScripts } from "./redis/scripts.ts";

export interface UpstashOptions {
  /** Where Redis keeps its files. */
  readonly dataDir: string;
  /** Where running processes are remembered, for the next start after a crash. */
  readonly runDir: string;
  readonly token: string;
  readonly port?: number;
}

export interface UpstashEmulator {
  readonly port: number;
  /** What answers behind it: "redis-server 7.0.15", or "in process". */
  readonly engine: string;
  /** Takes requests and answers none, for tests of what happens then. */
  readonly stall: (stalling: boolean) => void;
  stop(): Promise<void>;
}

type Answer = { readonly result: unknown } | { readonly error: string };

/** Commands that hold a connection or end the server: over HTTP they make no sense. */
const refused = new Set(
  "SUBSCRIBE PSUBSCRIBE MONITOR SHUTDOWN MULTI EXEC DISCARD WATCH HELLO SELECT RESET QUIT CLIENT".split(" "),
);

/** Speaks Upstash's REST protocol, as `@upstash/redis` uses it, in front of a real Redis where there is one. */
export async function startUpstashEmulator(options: UpstashOptions): Promise<UpstashEmulator> {
  const redis = await startRedis(options.dataDir, options.runDir);
  const scripts = createScripts();
  let stalling = false;

  const call = async (command: unknown, base64: boolean): Promise<Answer> => {
    if (!Array.isArray(command) || command.length === 0) return { error: "ERR empty command" };
    const [name = "", ...args] = command.map(toArgument);
    const upper = name.toUpperCase();
    if (refused.has(upper)) return { error: `ERR command is not available: '${name}'` };
    try {
      const reply = await redis.send(upper, scripts.rewrite(upper, args));
      return { result: encodeReply(scripts.restore(upper, args, reply), base64) };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  };

  const transaction = async (commands: readonly unknown[], base64: boolean): Promise<Answer[]> => {
    const prepared = commands.map((command) => {
      const [name = "", ...args] = Array.isArray(command) ? command.map(toArgument) : [];
      return [name.toUpperCase(), scripts.rewrite(name.toUpperCase(), args)] as const;
    });
    const replies = await redis.transaction(prepared);
    return replies.map((reply: Reply) =>
      reply instanceof Error ? { error: reply.message } : { result: encodeReply(reply, base64) },
    );
  };

  const handle = async (request: IncomingMessage): Promise<{ status: number; body: unknown }> => {
    const url = new URL(request.url ?? "/", "http://localhost");
    if (!isToken(request.headers.authorization, options.token)) return { status: 401, body: { error: "Unauthorized" } };
    const base64 = request.headers["upstash-encoding"] === "base64";
    const text = await readAll(request);
    const [first, ...rest] = url.pathname.split("/").filter(Boolean).map(decodeURIComponent);
    if (first === "pipeline" || first === "multi-exec") {
      const commands: unknown = JSON.parse(text);
      if (!Array.isArray(commands)) return { status: 400, body: { error: "ERR an array of commands is needed" } };
      if (first === "multi-exec") return { status: 200, body: await transaction(commands, base64) };
      return { status: 200, body: await Promise.all(commands.map((command) => call(command, base64))) };
    }
    const inPath = first === undefined ? undefined : [first, ...rest, ...(text === "" ? [] : [text])];
    const answer = await call(inPath ?? JSON.parse(text), base64);
    return { status: "error" in answer ? 400 : 200, body: answer };
  };

  const server = createServer(async (request, response) => {
    if (stalling) return;
    const { status, body } = await handle(request).catch((error: unknown) => ({
      status: 400,
      body: { error: `ERR ${error instanceof Error ? error.message : String(error)}` },
    }));
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  });
  const port = await listen(server, options.port);

  return {
    port,
    engine: redis.name,
    stall: (value) => {
      stalling = value;
    },
    stop: async () => {
      await stopListening(server);
      await redis.stop();
    },
  };
}

function toArgument(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function isToken(header: string | undefined, token: string): boolean {
  const given = Buffer.from(header?.replace(/^Bearer /i, "") ?? "");
  const wanted = Buffer.from(token);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
