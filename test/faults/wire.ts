import { Agent, createServer, type IncomingMessage, request as send } from "node:http";
import { listen, stopListening } from "../../dev/local/listen.ts";

/** A request on its way. */
export interface Passing {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/** What stands on the wire: decides, with the whole request or the whole reply in hand, whether it goes on. */
export interface Guard {
  /** False drops the request. `forward` sends it all the same, whenever that is. */
  before(passing: Passing, forward: () => Promise<Reply>): boolean;
  /** False drops the reply: all is done, and nobody hears of it. */
  after(passing: Passing): boolean;
}

export interface Wire {
  readonly port: number;
  stop(): Promise<void>;
}

/** An HTTP proxy before one service, with somebody standing on it. What is dropped ends as a connection that was cut. */
export async function startWire(targetPort: number, guard: Guard): Promise<Wire> {
  const agent = new Agent({ keepAlive: true });
  const server = createServer(async (request, response) => {
    try {
      const { method = "GET", url: path = "/", headers } = request;
      const passing = { method, path, headers, body: await readAll(request) };
      const forward = () => forwardTo(targetPort, agent, passing);
      if (!guard.before(passing, forward)) return response.destroy();
      const reply = await forward();
      if (!guard.after(passing)) return response.destroy();
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

function forwardTo(port: number, agent: Agent, { method, path, headers, body }: Passing): Promise<Reply> {
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
