import { randomInt } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { findForeignHeader } from "./local-request.ts";

/** Longer than clients keep idle connections, so that this end never closes a connection that a client is reusing. */
const keepAliveMs = 65_000;

/**
 * Listens on the loopback address and returns the port. Port 0 selects a free one. Rejects requests and upgrades with 403
 * when their `Host` or `Origin` is not this server's. `proxyPort` is the port of a proxy in front of it, which `Host` may
 * also name.
 */
export async function listen(server: Server, port = 0, proxyPort?: number): Promise<number> {
  server.keepAliveTimeout = keepAliveMs;
  const ports = proxyPort === undefined ? [] : [proxyPort];
  rejectForeignRequests(server, ports);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const { port: listeningOn } = server.address() as AddressInfo;
  ports.push(listeningOn);
  return listeningOn;
}

/** Runs a check before the server's own listeners. No listener runs for a rejected request. */
function rejectForeignRequests(server: Server, ports: readonly number[]): void {
  const findHeader = ({ headers }: IncomingMessage) =>
    findForeignHeader({ host: headers.host, origin: headers.origin }, ports);

  const requestListeners = server.listeners("request");
  server.removeAllListeners("request");
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    const header = findHeader(request);
    if (header === undefined) {
      for (const listener of requestListeners) listener.call(server, request, response);
      return;
    }
    response.writeHead(403, { "content-type": "application/json", connection: "close" });
    response.end(JSON.stringify({ message: toMessage(header) }));
  });

  const upgradeListeners = server.listeners("upgrade");
  if (upgradeListeners.length === 0) return;
  server.removeAllListeners("upgrade");
  server.on("upgrade", (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const header = findHeader(request);
    if (header === undefined) {
      for (const listener of upgradeListeners) listener.call(server, request, socket, head);
      return;
    }
    socket.end(`HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
  });
}

/** Returns the error message for a request with this foreign header. */
function toMessage(header: "Host" | "Origin"): string {
  return `${header} is not allowed: this server accepts requests from this machine's own pages and tools only`;
}

/** Closes all connections and stops listening. */
export async function stopListening(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** Ports below those that Linux gives to outgoing connections, and above those that browsers refuse. */
const freePorts = { first: 11_000, last: 32_000 } as const;

/** Returns a port that is free, and that no outgoing connection takes before the caller listens on it. */
export async function freePort(): Promise<number> {
  for (let attempts = 1; ; attempts++) {
    const server = createServer();
    try {
      const port = await listen(server, randomInt(freePorts.first, freePorts.last));
      await stopListening(server);
      return port;
    } catch (error) {
      if (attempts === 20) throw error;
    }
  }
}
