/** The headers of a request that say which site sent it and which host it addresses. */
export interface RequestSource {
  readonly host: string | undefined;
  readonly origin: string | undefined;
}

const localNames = ["127.0.0.1", "localhost", "[::1]"];
const defaultHttpPort = "80";

/**
 * Returns the header that names another host than this server, undefined for a valid request. A web page of any site can
 * send requests to local ports, directly or with a DNS name that resolves to 127.0.0.1. `Host` must be a local name with
 * one of the ports. `Origin` must be absent, this server's own, or one of `allowedOrigins`.
 */
export function findForeignHeader(
  { host, origin }: RequestSource,
  ports: readonly number[],
  allowedOrigins: readonly string[] = [],
): "Host" | "Origin" | undefined {
  const hosts = ports.flatMap((port) => localNames.map((name) => `${name}:${port}`));
  if (host === undefined || !hosts.includes(withPort(host.toLowerCase()))) return "Host";
  if (origin === undefined || allowedOrigins.includes(origin)) return undefined;
  const [scheme, authority = ""] = origin.split("://");
  return scheme === "http" && hosts.includes(withPort(authority)) ? undefined : "Origin";
}

function withPort(host: string): string {
  return /:\d+$/.test(host) ? host : `${host}:${defaultHttpPort}`;
}
