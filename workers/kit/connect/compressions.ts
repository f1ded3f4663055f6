import { Code, ConnectError } from "@connectrpc/connect";
import type { Compression } from "@connectrpc/connect/protocol";
import { tooLarge } from "../errors/failure.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** The compressions that clients may use for messages: those that workerd implements. */
export const compressions: Compression[] = [createCompression("gzip"), createCompression("deflate")];

function createCompression(name: "gzip" | "deflate"): Compression {
  return {
    name,
    compress: (bytes) => transform(new CompressionStream(name), bytes, Number.POSITIVE_INFINITY),
    decompress: async (bytes, maxBytes) => {
      if (bytes.length === 0) return new Uint8Array();
      try {
        return await transform(new DecompressionStream(name), bytes, maxBytes);
      } catch (error) {
        if (error instanceof ConnectError) throw error;
        throw new ConnectError(`The message is not valid ${name}`, Code.InvalidArgument, undefined, undefined, error);
      }
    },
  };
}

/** Stops at the first byte over the limit, because a small message can decompress to a very large one. */
async function transform(stream: CompressionStream | DecompressionStream, bytes: Uint8Array, maxBytes: number) {
  const reader = new Blob([bytes as Bytes]).stream().pipeThrough<Uint8Array>(stream).getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    chunks.push(next.value);
    length += next.value.length;
    if (length <= maxBytes) continue;
    await reader.cancel();
    throw tooLarge(maxBytes);
  }
  return new Uint8Array(await new Blob(chunks as Bytes[]).arrayBuffer());
}
