/** A body that is not taken, as an answer. */
export interface BodyError {
  readonly status: 400 | 408 | 413;
  readonly message: string;
}

/**
 * The body of a request, or why it is not taken. One whose length is declared too large is not even read, and one that
 * does not come before the signal is not waited for.
 */
export async function readBody(
  request: Request,
  mostBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer> | BodyError> {
  const tooLarge: BodyError = { status: 413, message: `the body is larger than ${mostBytes} bytes` };
  const length = request.headers.get("content-length");
  if (Number(length ?? 0) > mostBytes) return tooLarge;
  // To look at `body` makes a stream, which what declares its length does without.
  const chunks = length === null ? request.body : undefined;
  if (chunks === null) return new Uint8Array();
  const late = new Promise<BodyError>((resolve) => {
    const tell = () => resolve({ status: 408, message: "the body did not come in time" });
    if (signal.aborted) tell();
    else signal.addEventListener("abort", tell, { once: true });
  });
  // A declared length is held to by the runtime.
  const whole = chunks === undefined ? readWhole(request) : readChunks(chunks, mostBytes, tooLarge);
  return Promise.race([whole.catch(() => brokeOff), late]);
}

/** For nobody: whoever sent it has gone. */
const brokeOff: BodyError = { status: 400, message: "the body broke off" };

async function readWhole(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await request.arrayBuffer());
}

async function readChunks(
  body: ReadableStream<Uint8Array>,
  mostBytes: number,
  tooLarge: BodyError,
): Promise<Uint8Array<ArrayBuffer> | BodyError> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > mostBytes) return tooLarge;
    chunks.push(chunk);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/** An error in the form of a GraphQL answer, for what is refused before GraphQL sees it. */
export function errorResponse(
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): Response {
  return Response.json({ errors: [{ message, extensions: { code } }] }, { status, headers });
}
