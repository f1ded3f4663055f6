import { Agent, createServer, type IncomingMessage, request as send } from "node:http";
import { listen, stopListening } from "../../dev/process/listen.ts";

/** A request on its way. */
export interface ProxiedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

export interface ProxiedResponse {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/** What stands on the wire: decides, with the whole request or the whole reply in hand, whether it goes on. */
export interface FaultPolicy {
  /** False drops the request. `forward` sends it all the same, whenever that is. */
  forwardsRequest(passing: ProxiedRequest, forward: () => Promise<ProxiedResponse>): boolean;
  /** False drops the reply: all is done, and nobody hears of it. */
  returnsResponse(passing: ProxiedRequest): boolean;
}

export interface FaultProxy {
  readonly port: number;
  stop(): Promise<void>;
}

/** An HTTP proxy before one service, with somebody standing on it. What is dropped ends as a connection that was cut. */
export async function startFaultProxy(targetPort: number, guard: FaultPolicy): Promise<FaultProxy> {
  const agent = new Agent({ keepAlive: true });
  const server = createServer(async (request, response) => {
    try {
      const { method = "GET", url: path = "/", headers } = request;
      const passing = { method, path, headers, body: await readAll(request) };
      const forward = () => forwardTo(targetPort, agent, passing);
      if (!guard.forwardsRequest(passing, forward)) return response.destroy();
      const reply = await forward();
      if (!guard.returnsResponse(passing)) return response.destroy();
      response.writeHead(reply.status, reply.headers);
      response.end(reply.body);
    } catch {
      // Either end is gone.
      response.destroy();
    }
  });
  const port = await listen(server);
  return {
    port,
    stop: async () => {
      agent.destroy();
      await stopListening(server);
    },
  };
}

function forwardTo(
  port: number,
  agent: Agent,
  { method, path, headers, body }: ProxiedRequest,
): Promise<ProxiedResponse> {
  return new Promise((resolve, reject) => {
    const outgoing = send({ host: "127.0.0.1", port, method, path, headers, agent }, async (incoming) => {
      try {
        const status = incoming.statusCode ?? 502;
        const { "transfer-encoding": _, ...kept } = incoming.headers;
        const reply = await readAll(incoming);
        resolve({ status, headers: { ...kept, "content-length": String(reply.length) }, body: reply });
      } catch (error) {
        reject(error);
      }
    });
    outgoing.once("error", reject);
    outgoing.end(body);
  });
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
