import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Begins to listen on the loopback address; 0 takes a free port. Tells which it is. */
export async function listen(server: Server, port = 0): Promise<number> {
  // Longer than clients keep their connections, so that it is not this end that closes one in use.
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** Ends all connections and stops. */
export async function stopListening(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
