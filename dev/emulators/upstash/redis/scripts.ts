import { createHash } from "node:crypto";
import type { Reply } from "./replies.ts";

const sha1 = (text: string): string => createHash("sha1").update(text).digest("hex");

/**
 * Creates a translator of Lua scripts. Scripts for Upstash may start with a shebang whose flag Redis does not know. The
 * shebang becomes a comment, which preserves line numbers. The digest that clients use is mapped to the digest of the
 * script that Redis loads.
 */
export function createScripts() {
  const loadedDigests = new Map<string, string>();

  const removeShebang = (script: string): string => {
    if (!/^#!lua\b[^\n]*allow-key-locking/.test(script)) return script;
    const plain = script.replace(/^#![^\n]*/, "--");
    loadedDigests.set(sha1(script), sha1(plain));
    return plain;
  };
  const toLoadedDigest = (digest: string): string => loadedDigests.get(digest.toLowerCase()) ?? digest;

  return {
    /** Returns a command's arguments for Redis. */
    rewrite: (name: string, args: readonly string[]): string[] => {
      const [first = "", second = "", ...rest] = args;
      if (name === "EVAL" || name === "EVAL_RO") return [removeShebang(first), ...args.slice(1)];
      if (name === "EVALSHA" || name === "EVALSHA_RO") return [toLoadedDigest(first), ...args.slice(1)];
      if (name !== "SCRIPT") return [...args];
      if (first.toUpperCase() === "LOAD") return [first, removeShebang(second), ...rest];
      return [first, ...args.slice(1).map(toLoadedDigest)];
    },
    /** Returns a reply for the client: SCRIPT LOAD returns the digest of the script that the client sent. */
    restore: (name: string, args: readonly string[], reply: Reply): Reply =>
      name === "SCRIPT" && args[0]?.toUpperCase() === "LOAD" ? sha1(args[1] ?? "") : reply,
  };
}
