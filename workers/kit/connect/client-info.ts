import type { ClientInfo } from "./call-context.ts";

const ipHeader = "x-stoa-client-address";
const storefrontHeader = "x-stoa-client-storefront";

/** Returns the headers that describe a client to another Worker. Only the gateway, which external requests pass, sets them. */
export function clientHeaders({ ip, userAgent, storefrontId }: ClientInfo): Record<string, string> {
  return {
    [ipHeader]: ip,
    ...(userAgent === undefined ? {} : { "user-agent": userAgent }),
    ...(storefrontId === undefined ? {} : { [storefrontHeader]: storefrontId }),
  };
}

/** Reads the client from the headers of a call. */
export function readClientInfo(headers: Headers): ClientInfo | undefined {
  const ip = headers.get(ipHeader);
  const userAgent = headers.get("user-agent");
  const storefrontId = headers.get(storefrontHeader);
  if (ip === null) return undefined;
  return {
    ip,
    ...(userAgent === null ? {} : { userAgent }),
    ...(storefrontId === null ? {} : { storefrontId }),
  };
}
