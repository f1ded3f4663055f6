/** A reply as the Redis client returns it. Bulk and simple strings are bytes. */
export type Reply = Buffer | string | number | bigint | null | Error | readonly Reply[];

/** Converts a reply to Upstash's JSON. With `base64`, every string is encoded except "OK", as Upstash does. */
export function encodeReply(reply: Reply, base64: boolean): unknown {
  if (reply === null || typeof reply === "number") return reply;
  if (typeof reply === "bigint") return Number(reply);
  if (reply instanceof Error) return { error: reply.message };
  if (typeof reply === "string" || Buffer.isBuffer(reply)) {
    const bytes = Buffer.from(reply);
    const text = bytes.toString("utf8");
    return base64 && text !== "OK" ? bytes.toString("base64") : text;
  }
  return reply.map((part) => encodeReply(part, base64));
}
