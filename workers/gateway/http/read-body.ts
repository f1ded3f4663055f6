/** Why a body was rejected. */
export interface BodyError {
  readonly status: 400 | 408 | 413;
  readonly message: string;
}

/**
 * Reads the body of a request, or returns why it is rejected. A body whose `content-length` exceeds the limit is not
 * read. Reading ends when the signal aborts.
 */
export async function readBody(
  request: Request,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer> | BodyError> {
  const tooLarge: BodyError = { status: 413, message: `The body exceeds ${maxBytes} bytes` };
  const length = request.headers.get("content-length");
  if (Number(length ?? 0) > maxBytes) return tooLarge;
  // Access to `body` creates a stream. A body with a declared length does not need one.
  const chunks = length === null ? request.body : undefined;
  if (chunks === null) return new Uint8Array();
  const timedOut = new Promise<BodyError>((resolve) => {
    const reject = () => resolve({ status: 408, message: "The body was not received in time" });
    if (signal.aborted) reject();
    else signal.addEventListener("abort", reject, { once: true });
  });
  // The runtime enforces a declared length.
  const body = chunks === undefined ? readAll(request) : readChunks(chunks, maxBytes, tooLarge);
  return Promise.race([body.catch(() => incomplete), timedOut]);
}

/** The client has disconnected, so it never receives this error. */
const incomplete: BodyError = { status: 400, message: "The body is incomplete" };

async function readAll(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await request.arrayBuffer());
}

async function readChunks(
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
  tooLarge: BodyError,
): Promise<Uint8Array<ArrayBuffer> | BodyError> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) return tooLarge;
    chunks.push(chunk);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}
