import type { Transport } from "@connectrpc/connect";
import { type UniversalClientFn, universalClientResponseFromFetch } from "@connectrpc/connect/protocol";
import { createTransport as connect } from "@connectrpc/connect/protocol-connect";
import { createTransport as grpcWeb } from "@connectrpc/connect/protocol-grpc-web";

export interface StandardClientOptions {
  readonly baseUrl: string;
  /** Sent with each call. */
  readonly headers: Readonly<Record<string, string>>;
  readonly protocol?: "connect" | "grpc-web";
  /** Whether messages are binary. Otherwise they are JSON. */
  readonly binary?: boolean;
}

/** Creates a transport of the Connect project's own packages over Node's fetch. */
export function createStandardTransport({
  baseUrl,
  headers,
  protocol = "connect",
  binary = true,
}: StandardClientOptions): Transport {
  const httpClient: UniversalClientFn = async ({ url, method, header, body, signal }) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of body ?? []) chunks.push(chunk);
    const all = new Headers(header);
    // Node's fetch decompresses the body but leaves the `content-encoding` header.
    all.set("accept-encoding", "identity");
    for (const [name, value] of Object.entries(headers)) all.set(name, value);
    const init = { method, headers: all, body: Buffer.concat(chunks) };
    return universalClientResponseFromFetch(await fetch(url, signal === undefined ? init : { ...init, signal }));
  };
  const create = protocol === "connect" ? connect : grpcWeb;
  return create({
    httpClient,
    baseUrl,
    useBinaryFormat: binary,
    interceptors: [],
    acceptCompression: [],
    sendCompression: null,
    compressMinBytes: 1024,
    readMaxBytes: 0xffffffff,
    writeMaxBytes: 0xffffffff,
  });
}
