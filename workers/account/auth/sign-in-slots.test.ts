import { describe, expect, it } from "vitest";
import { withSignInSlot } from "./sign-in-slots.ts";

describe("withSignInSlot", () => {
  it("rejects the 21st concurrent sign-in, and accepts one again after another has ended", async () => {
    const gate = Promise.withResolvers<void>();
    const waiting = Array.from({ length: 20 }, () => withSignInSlot(() => gate.promise));
    await expect(withSignInSlot(async () => "verified")).rejects.toMatchObject({ reason: "UNAVAILABLE" });
    gate.resolve();
    await Promise.all(waiting);
    expect(await withSignInSlot(async () => "verified")).toBe("verified");
  });

  it("frees the slot of a sign-in that fails", async () => {
    const fail = async () => {
      throw new Error("wrong");
    };
    for (let count = 0; count < 25; count++) await expect(withSignInSlot(fail)).rejects.toThrow("wrong");
  });
});
