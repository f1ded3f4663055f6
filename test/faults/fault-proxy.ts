import { Agent, createServer, type IncomingMessage, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { stopListening } from "../../dev/process/listen.ts";

/** A request that the proxy has received in full. */
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

/** Decides which requests and responses the proxy drops. It always sees a complete request. */
export interface FaultPolicy {
  /** Returns false to drop the request. `forward` sends it to the target, also at a later time. */
  forwardsRequest(request: ProxiedRequest, forward: () => Promise<ProxiedResponse>): boolean;
  /** Returns false to drop the response. The target has processed the request by then. */
  returnsResponse(request: ProxiedRequest): boolean;
  /** Resolves when a request may be forwarded. `isFirst` is true for the first request of a connection. */
  delaysRequest?(isFirst: boolean): Promise<void>;
}

export interface FaultProxy {
  readonly port: number;
  /** Closes the connections that no request uses, so that the next request needs a new one. */
  closeIdleConnections(): void;
  stop(): Promise<void>;
}

/** Starts an HTTP proxy in front of one service. A dropped request or response closes the client's connection. */
export async function startFaultProxy(targetPort: number, policy: FaultPolicy): Promise<FaultProxy> {
  const agent = new Agent({ keepAlive: true });
  const host = `127.0.0.1:${targetPort}`;
  const used = new WeakSet<object>();
  const server = createServer(async (incoming, outgoing) => {
    try {
      const isFirst = !used.has(incoming.socket);
      used.add(incoming.socket);
      await policy.delaysRequest?.(isFirst);
      const { method = "GET", url: path = "/", headers } = incoming;
      const request = { method, path, headers: { ...headers, host }, body: await readBody(incoming) };
      const forward = () => forwardTo(targetPort, agent, request);
      if (!policy.forwardsRequest(request, forward)) return outgoing.destroy();
      const response = await forward();
      if (!policy.returnsResponse(request)) return outgoing.destroy();
      outgoing.writeHead(response.status, response.headers);
      outgoing.end(response.body);
    } catch {
      // The client or the target has closed its connection.
      outgoing.destroy();
    }
  });
  // Not `listen` of dev: the Workers send the name of a service binding as `Host`, which `listen` rejects.
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    closeIdleConnections: () => server.closeIdleConnections(),
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
        const { "transfer-encoding": _, ...others } = incoming.headers;
        const received = await readBody(incoming);
        resolve({ status, headers: { ...others, "content-length": String(received.length) }, body: received });
      } catch (error) {
        reject(error);
      }
    });
    outgoing.once("error", reject);
    outgoing.end(body);
  });
}

async function readBody(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
