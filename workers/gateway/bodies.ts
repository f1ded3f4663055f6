/** A body that is not taken, as an answer. */
export interface BodyRefusal {
  readonly status: 413 | 415;
  readonly message: string;
}

/** The request with a body that is not too large, or why it is not taken. A declared length is held to by the runtime. */
export async function boundBody(request: Request, mostBytes: number): Promise<Request | BodyRefusal> {
  const length = request.headers.get("content-length");
  if (length !== null && Number(length) <= mostBytes) return request;
  const body = await readBody(request, mostBytes);
  if (!(body instanceof Uint8Array)) return body;
  const { url, headers, signal } = request;
  return new Request(url, { method: "POST", headers, body, signal });
}

/** The body of a request, or why it is not taken. One whose length is declared too large is not even read. */
export async function readBody(request: Request, mostBytes: number): Promise<Uint8Array<ArrayBuffer> | BodyRefusal> {
  const tooLarge: BodyRefusal = { status: 413, message: `the body is larger than ${mostBytes} bytes` };
  if (Number(request.headers.get("content-length") ?? 0) > mostBytes) return tooLarge;
  if (request.headers.has("content-length") || request.body === null)
    return new Uint8Array(await request.arrayBuffer());
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as ReadableStream<Uint8Array>) {
    size += chunk.length;
    if (size > mostBytes) return tooLarge;
    chunks.push(chunk);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/** An error in the form of a GraphQL answer, for what is refused before GraphQL sees it. */
export function refuse(status: number, code: string, message: string, headers: Record<string, string> = {}): Response {
  return Response.json({ errors: [{ message, extensions: { code } }] }, { status, headers });
}
