import type { ClientInfo } from "./call-context.ts";

const ipHeader = "x-stoa-client-address";

/** Returns the headers that describe a client to another Worker. Only the gateway, which external requests pass, sets them. */
export function clientHeaders({ ip, userAgent }: ClientInfo): Record<string, string> {
  return { [ipHeader]: ip, ...(userAgent === undefined ? {} : { "user-agent": userAgent }) };
}

/** Reads the client from the headers of a call. */
export function readClientInfo(headers: Headers): ClientInfo | undefined {
  const ip = headers.get(ipHeader);
  const userAgent = headers.get("user-agent");
  return ip === null ? undefined : { ip, ...(userAgent === null ? {} : { userAgent }) };
}
