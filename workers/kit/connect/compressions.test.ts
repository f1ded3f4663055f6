import { deflateSync, gzipSync } from "node:zlib";
import { Code } from "@connectrpc/connect";
import { describe, expect, it } from "vitest";
import { compressions } from "./compressions.ts";

const undo = { gzip: gzipSync, deflate: deflateSync };

describe.each(compressions)("$name", ({ name, compress, decompress }) => {
  const pack = undo[name as keyof typeof undo];
  const text = new TextEncoder().encode("as long as it is broad ".repeat(100));

  it("gives back what was put in, its own and others'", async () => {
    expect(await decompress(await compress(text), text.length)).toEqual(text);
    expect(await decompress(pack(text), text.length)).toEqual(text);
    expect(await decompress(new Uint8Array(), 1)).toEqual(new Uint8Array());
  });

  it("stops at the first byte too many", async () => {
    const bomb = pack(new Uint8Array(64 * 1024 * 1024));
    await expect(decompress(bomb, 1024 * 1024)).rejects.toMatchObject({ code: Code.ResourceExhausted });
  });

  it("refuses what is not of its kind", async () => {
    await expect(decompress(text, text.length)).rejects.toMatchObject({ code: Code.InvalidArgument });
  });
});
