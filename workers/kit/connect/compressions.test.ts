import { deflateSync, gzipSync } from "node:zlib";
import { Code } from "@connectrpc/connect";
import { describe, expect, it } from "vitest";
import { compressions } from "./compressions.ts";

const nodeCompress = { gzip: gzipSync, deflate: deflateSync };

describe.each(compressions)("$name", ({ name, compress, decompress }) => {
  const compressWithNode = nodeCompress[name as keyof typeof nodeCompress];
  const message = new TextEncoder().encode("a repeated sentence ".repeat(100));

  it("decompresses its own output and that of Node.js", async () => {
    expect(await decompress(await compress(message), message.length)).toEqual(message);
    expect(await decompress(compressWithNode(message), message.length)).toEqual(message);
    expect(await decompress(new Uint8Array(), 1)).toEqual(new Uint8Array());
  });

  it("stops at the first byte over the limit", async () => {
    const bomb = compressWithNode(new Uint8Array(64 * 1024 * 1024));
    await expect(decompress(bomb, 1024 * 1024)).rejects.toMatchObject({ code: Code.ResourceExhausted });
  });

  it("rejects data in another format", async () => {
    await expect(decompress(message, message.length)).rejects.toMatchObject({ code: Code.InvalidArgument });
  });
});
