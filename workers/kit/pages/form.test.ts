import { describe, expect, it } from "vitest";
import { keyAfter } from "./form.ts";

const error = (code: string) => ({ code, message: code, field: null });

describe("the key of a form that is shown again", () => {
  it("is that of the form, so that the corrected form creates one thing", () => {
    expect(keyAfter([error("INVALID_PERCENTAGE")], "key")).toBe("key");
  });

  it("is a new one after something was created with it from other values", () => {
    expect(keyAfter([error("INVALID_PERCENTAGE"), error("IDEMPOTENCY_KEY_REUSED")], "key")).toBe("");
  });
});
