import { describe, expect, it } from "vitest";
import { createSigningKeys, publishLeadSeconds, rotateSigningKeys } from "./signing-keys.ts";

const now = 1_800_000_000_000;
const minutes = 60_000;

describe("rotateSigningKeys", () => {
  it("publishes a key before it signs", async () => {
    const first = await createSigningKeys();
    const { keys } = await rotateSigningKeys(first, now);
    expect(keys.map(({ activeFrom }) => activeFrom)).toEqual([now / 1000 + publishLeadSeconds, 0]);
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(2);
  });

  it("retains a key until the tokens that it signed have expired", async () => {
    const first = await createSigningKeys();
    const second = await rotateSigningKeys(first, now);
    const after20Minutes = await rotateSigningKeys(second, now + 20 * minutes);
    expect(after20Minutes.keys).toHaveLength(3);
    const after60Minutes = await rotateSigningKeys(second, now + 60 * minutes);
    expect(after60Minutes.keys.map(({ kid }) => kid).slice(1)).toEqual([second.keys[0]?.kid]);
  });
});
