/** A reply of Redis as its client hands it over: bulk and simple strings as bytes. */
export type Reply = Buffer | string | number | bigint | null | Error | readonly Reply[];

/**
 * As JSON, the way Upstash writes it. In base64 every string is encoded but the plain OK, which its client expects as
 * it is.
 */
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
