import { createHash } from "node:crypto";
import type { Reply } from "./replies.ts";

const sha1 = (text: string): string => createHash("sha1").update(text).digest("hex");

/**
 * Scripts for Upstash may begin with a shebang whose flag Redis does not know. It is blanked, so that line numbers
 * stay, and the digest that clients know the script by is mapped to the digest of what is really loaded.
 */
export function createScripts() {
  const digests = new Map<string, string>();

  const blank = (script: string): string => {
    if (!/^#!lua\b[^\n]*allow-key-locking/.test(script)) return script;
    const blanked = script.replace(/^#![^\n]*/, "--");
    digests.set(sha1(script), sha1(blanked));
    return blanked;
  };

  return {
    /** The arguments as Redis is to get them. */
    rewrite: (name: string, args: readonly string[]): string[] => {
      const [first = "", second = "", ...rest] = args;
      if (name === "EVAL" || name === "EVAL_RO") return [blank(first), ...args.slice(1)];
      if (name === "EVALSHA" || name === "EVALSHA_RO") {
        return [digests.get(first.toLowerCase()) ?? first, ...args.slice(1)];
      }
      if (name !== "SCRIPT") return [...args];
      if (first.toUpperCase() === "LOAD") return [first, blank(second), ...rest];
      return [first, ...args.slice(1).map((digest) => digests.get(digest.toLowerCase()) ?? digest)];
    },
    /** The reply as the client is to get it: the digest of the script it sent. */
    restore: (name: string, args: readonly string[], reply: Reply): Reply =>
      name === "SCRIPT" && args[0]?.toUpperCase() === "LOAD" ? sha1(args[1] ?? "") : reply,
  };
}
