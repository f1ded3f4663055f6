import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type Availability, type AvailabilityState, availabilityStates } from "../emulators/availability.ts";
import { readBody, sendJson } from "../emulators/http.ts";
import { listen, stopListening } from "../process/listen.ts";

/** The services that can be made unavailable, by their name. Undefined for one that this stack does not run. */
export type Switches = Readonly<Record<string, Availability | undefined>>;

export interface FaultLab {
  readonly host: string;
  stop(): Promise<void>;
}

/**
 * Serves the switches of the local services to the console: `GET /services` lists them, `PUT /services/<name>` sets the state of one. The
 * token keeps pages of other sites out.
 */
export async function startFaultLab(switches: Switches, token: string): Promise<FaultLab> {
  const server = createServer(async (request, response) => {
    if (request.headers.authorization !== `Bearer ${token}`) return sendJson(response, 401, { error: "No token" });
    await handle(switches, request, response).catch((error: unknown) =>
      sendJson(response, 400, { error: String(error) }),
    );
  });
  const port = await listen(server);
  return { host: `127.0.0.1:${port}`, stop: () => stopListening(server) };
}

async function handle(switches: Switches, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const name = decodeURIComponent(/^\/services\/([^/]+)$/.exec(request.url ?? "")?.[1] ?? "");
  const found = switches[name];
  if (request.method === "PUT" && found !== undefined) {
    const { state } = JSON.parse(await readBody(request)) as { state?: string };
    found.state = parseState(state);
  } else if (request.url !== "/services") {
    return sendJson(response, 404, { error: "Not found" });
  }
  const services = Object.entries(switches).map(([known, value]) => ({ name: known, state: value?.state ?? null }));
  sendJson(response, 200, { services });
}

function parseState(text: string | undefined): AvailabilityState {
  const state = availabilityStates.find((known) => known === text);
  if (state === undefined) throw new Error(`Unknown state ${text}`);
  return state;
}
