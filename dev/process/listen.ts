import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Longer than clients keep idle connections, so that this end never closes a connection that a client is reusing. */
const keepAliveMs = 65_000;

/** Listens on the loopback address and returns the port. Port 0 selects a free one. */
export async function listen(server: Server, port = 0): Promise<number> {
  server.keepAliveTimeout = keepAliveMs;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** Closes all connections and stops listening. */
export async function stopListening(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** Returns a port that is free at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await stopListening(server);
  return port;
}
