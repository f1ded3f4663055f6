import { connect } from "node:net";
import type { WebSocket } from "ws";

/** Carries bytes between a WebSocket client and Postgres, unchanged in both directions. */
export function tunnel(client: WebSocket, postgresPort: number): void {
  const socket = connect(postgresPort, "127.0.0.1");
  socket.setNoDelay(true);
  client.on("message", (data: Buffer) => socket.write(data));
  client.on("close", () => socket.destroy());
  client.on("error", () => socket.destroy());
  socket.on("data", (data) => client.send(data));
  socket.on("close", () => client.close());
  socket.on("error", () => client.close(1011, "Postgres is unavailable"));
}
