import type { DescMessage, DescMethodUnary, MessageInitShape, MessageShape } from "@bufbuild/protobuf";
import { ConnectError, type Transport } from "@connectrpc/connect";
import { createAsyncIterable, readAllBytes, type UniversalClientFn } from "@connectrpc/connect/protocol";
import { createTransport } from "@connectrpc/connect/protocol-connect";
import { fromConnectError } from "../errors/failure.ts";

/** A service binding ignores the host name. */
export const serviceUrl = "http://service";

/** Maximum request size. The universal handler of the service has a lower limit. */
const maxRequestBytes = 0xffffffff;

/** How a unary client sends one request. */
export interface UnaryExchange {
  readonly headers: Readonly<Record<string, string>>;
  /** Sends the request and reads the whole response. Throws a Failure when there is no response. */
  send(
    url: string,
    init: { readonly headers: HeadersInit; readonly body: Uint8Array<ArrayBuffer> },
  ): Promise<{ readonly response: Response; readonly bytes: Uint8Array }>;
}

/** Creates the library's transport for the Connect protocol in the binary form, without compression. */
export function createLibraryTransport(httpClient: UniversalClientFn): Transport {
  return createTransport({
    httpClient,
    baseUrl: serviceUrl,
    useBinaryFormat: true,
    interceptors: [],
    acceptCompression: [],
    sendCompression: null,
    compressMinBytes: 1024,
    readMaxBytes: 0xffffffff,
    writeMaxBytes: 0xffffffff,
  });
}

/** Calls a unary method with the library's transport, with the same headers, deadline and errors as the fast path. */
export async function callWithLibrary<I extends DescMessage, O extends DescMessage>(
  method: DescMethodUnary<I, O>,
  request: MessageInitShape<I>,
  { headers, send }: UnaryExchange,
): Promise<MessageShape<O>> {
  let noResponse: unknown;
  const transport = createLibraryTransport(async ({ url, header, body = createAsyncIterable([]) }) => {
    // The library adds its own user agent. The service would record it as the client's.
    if (headers["user-agent"] === undefined) header.delete("user-agent");
    const bytes = (await readAllBytes(body, maxRequestBytes)) as Uint8Array<ArrayBuffer>;
    const { response, bytes: responseBytes } = await send(url, { headers: header, body: bytes }).catch(
      (error: unknown) => {
        noResponse = error;
        throw error;
      },
    );
    const { status, headers: responseHeader } = response;
    return { status, header: responseHeader, body: createAsyncIterable([responseBytes]), trailer: new Headers() };
  });
  try {
    // The signal and its deadline are applied by `send`.
    const { message } = await transport.unary(method, undefined, undefined, headers, request);
    return message;
  } catch (error) {
    if (noResponse !== undefined) throw noResponse;
    throw error instanceof ConnectError ? fromConnectError(error) : error;
  }
}
