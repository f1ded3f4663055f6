import type { ClientInfo } from "./call-context.ts";

const addressHeader = "x-stoa-client-address";

/** A client as headers between Workers. Only the gateway, which everything from outside goes through, sets them. */
export function clientHeaders({ address, userAgent }: ClientInfo): Record<string, string> {
  return { [addressHeader]: address, ...(userAgent === undefined ? {} : { "user-agent": userAgent }) };
}

export function readClient(headers: Headers): ClientInfo | undefined {
  const address = headers.get(addressHeader);
  const userAgent = headers.get("user-agent");
  return address === null ? undefined : { address, ...(userAgent === null ? {} : { userAgent }) };
}
