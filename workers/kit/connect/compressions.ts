import { Code, ConnectError } from "@connectrpc/connect";
import type { Compression } from "@connectrpc/connect/protocol";
import { tooLarge } from "../errors/failure.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** What clients may compress messages with: what the platform itself can undo. */
export const compressions: Compression[] = [compressionOf("gzip"), compressionOf("deflate")];

function compressionOf(name: "gzip" | "deflate"): Compression {
  return {
    name,
    compress: (bytes) => through(new CompressionStream(name), bytes, Number.POSITIVE_INFINITY),
    decompress: async (bytes, mostBytes) => {
      if (bytes.length === 0) return new Uint8Array();
      try {
        return await through(new DecompressionStream(name), bytes, mostBytes);
      } catch (error) {
        if (error instanceof ConnectError) throw error;
        throw new ConnectError(`the message is not ${name}`, Code.InvalidArgument, undefined, undefined, error);
      }
    },
  };
}

/** Stops at the first byte too many: a small message may become a very large one. */
async function through(transform: CompressionStream | DecompressionStream, bytes: Uint8Array, mostBytes: number) {
  const reader = new Blob([bytes as Bytes]).stream().pipeThrough<Uint8Array>(transform).getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    chunks.push(next.value);
    length += next.value.length;
    if (length <= mostBytes) continue;
    await reader.cancel();
    throw tooLarge(mostBytes);
  }
  return new Uint8Array(await new Blob(chunks as Bytes[]).arrayBuffer());
}
