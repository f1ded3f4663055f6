/** gRPC-Web in base64, the default of protoc-gen-grpc-web: `application/grpc-web-text` with or without `+proto`. */
const textType = /^application\/grpc-web-text(\+proto)?(;|$)/i;

export const grpcWebTextType = "application/grpc-web-text+proto";
const binaryType = "application/grpc-web+proto";

export const isGrpcWebText = (headers: Headers): boolean => textType.test(headers.get("content-type") ?? "");

/** Returns the headers of the same request in binary. */
export function toBinaryHeaders(headers: Headers): Headers {
  const binary = new Headers(headers);
  binary.set("content-type", binaryType);
  binary.set("accept", binaryType);
  return binary;
}

/**
 * Decodes frames in base64. A client may encode each frame on its own, so padding may occur between frames. Returns
 * undefined for invalid base64.
 */
export function decodeGrpcWebText(body: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const text = new TextDecoder().decode(body);
  const parts = text.match(/[A-Za-z0-9+/]+={0,2}/g) ?? [];
  if (parts.join("") !== text) return undefined;
  try {
    return Uint8Array.from(parts.map((part) => atob(part)).join(""), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** A multiple of three, so that only the last step has padding. */
const bytesPerStep = 3 * 8_192;

export function encodeGrpcWebText(bytes: Uint8Array): string {
  let text = "";
  for (let start = 0; start < bytes.length; start += bytesPerStep) {
    text += btoa(String.fromCharCode(...bytes.subarray(start, start + bytesPerStep)));
  }
  return text;
}
