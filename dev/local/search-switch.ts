import { connect, createServer, type Socket } from "node:net";
import { type Availability, type AvailabilityState, createAvailability } from "../emulators/availability.ts";

export interface SearchSwitch {
  /** The address of Elasticsearch behind the switch. */
  readonly url: string;
  readonly availability: Availability;
  stop(): Promise<void>;
}

const slowMs = 1_500;

/** Puts a switch in front of an Elasticsearch, which this stack does not run itself. */
export async function startSearchSwitch(elasticsearchUrl: string): Promise<SearchSwitch> {
  const target = new URL(elasticsearchUrl);
  const sockets = new Set<Socket>();
  let state: AvailabilityState = "up";
  const availability: Availability = {
    ...createAvailability(),
    get state() {
      return state;
    },
    set state(next) {
      state = next;
      // Open connections would stay as they were.
      for (const socket of sockets) socket.destroy();
    },
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    if (state === "down") return socket.destroy();
    if (state === "cut_off") return;
    setTimeout(
      () => {
        const upstream = connect(Number(target.port || 9200), target.hostname);
        upstream.on("error", () => socket.destroy());
        socket.on("close", () => upstream.destroy());
        socket.pipe(upstream).pipe(socket);
      },
      state === "slow" ? slowMs : 0,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const url = new URL(target);
  url.host = `127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  return {
    url: url.href.replace(/\/$/, ""),
    availability,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
