import type { IncomingMessage, ServerResponse } from "node:http";

export class BodyTooLargeError extends Error {
  override readonly name = "BodyTooLargeError";
}

/** Reads a request body as UTF-8. Rejects with a BodyTooLargeError when it has more bytes than `maxBytes`. */
export function readBody(request: IncomingMessage, maxBytes = Number.POSITIVE_INFINITY): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) reject(new BodyTooLargeError(`The request body is larger than ${maxBytes} bytes`));
      else chunks.push(chunk);
    });
    request.once("end", () =>
      resolve((chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))?.toString("utf8") ?? ""),
    );
    request.once("error", reject);
  });
}

/** Responds with a value as JSON. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  sendJsonText(response, status, JSON.stringify(body));
}

/** Responds with JSON. After `writeHead`, Node would not know the length of the body, and write it separately. */
export function sendJsonText(response: ServerResponse, status: number, json: string): void {
  response.statusCode = status;
  response.setHeader("content-type", "application/json");
  response.end(json);
}
