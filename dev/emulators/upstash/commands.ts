import type { RedisSession } from "./redis/engine.ts";
import { encodeReply } from "./redis/replies.ts";
import { createScripts } from "./redis/scripts.ts";

export type CommandResult = { readonly result: unknown } | { readonly error: string };

export interface CommandRunner {
  /** Runs one command: an array of its name and arguments. */
  run(command: unknown, base64: boolean): Promise<CommandResult>;
  /** Runs commands in a MULTI/EXEC transaction. */
  runTransaction(commands: readonly unknown[], base64: boolean): Promise<readonly CommandResult[]>;
}

/** Commands that need a connection of their own, or that stop the server. They are not available over HTTP. */
const unavailable = new Set(
  "SUBSCRIBE PSUBSCRIBE MONITOR SHUTDOWN MULTI EXEC DISCARD WATCH HELLO SELECT RESET QUIT CLIENT".split(" "),
);

/**
 * Creates a runner that converts commands and replies between Upstash's JSON and Redis. It adds the number of commands that
 * ran, by name, to `served`.
 */
export function createCommandRunner(redis: RedisSession, served: Record<string, number>): CommandRunner {
  const scripts = createScripts();
  const count = (name: string) => {
    served[name] = (served[name] ?? 0) + 1;
  };
  return {
    run: async (command, base64) => {
      if (!Array.isArray(command) || command.length === 0) return { error: "ERR empty command" };
      const [name = "", ...args] = command.map(toArgument);
      const upperName = name.toUpperCase();
      if (unavailable.has(upperName)) return { error: `ERR command is not available: '${name}'` };
      count(upperName);
      try {
        const reply = await redis.send(upperName, scripts.rewrite(upperName, args));
        return { result: encodeReply(scripts.restore(upperName, args, reply), base64) };
      } catch (error) {
        return { error: error instanceof Error ? error.message : String(error) };
      }
    },
    runTransaction: async (commands, base64) => {
      const prepared = commands.map((command) => {
        const [name = "", ...args] = Array.isArray(command) ? command.map(toArgument) : [];
        return [name.toUpperCase(), scripts.rewrite(name.toUpperCase(), args)] as const;
      });
      for (const [name] of prepared) count(name);
      const replies = await redis.transaction(prepared);
      return replies.map((reply) =>
        reply instanceof Error ? { error: reply.message } : { result: encodeReply(reply, base64) },
      );
    },
  };
}

function toArgument(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
