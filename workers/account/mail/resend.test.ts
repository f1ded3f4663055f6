import { afterEach, describe, expect, it, vi } from "vitest";
import { createResendMailer } from "./resend.ts";

describe("createResendMailer", () => {
  afterEach(() => vi.unstubAllGlobals());

  const mailer = createResendMailer({ apiKey: "key", host: "127.0.0.1:1", from: "Stoa <shop@stoa.example>" });
  const mail = { subject: "Subject", text: "Text", idempotencyKey: "out_1" };

  it.each([
    "0<victim@example.org>",
    "Name <victim@example.org>",
    "a@example.com,b@example.com",
    "a@example.com\r\nBcc: b@c.de",
  ])("does not send to %j, which is not a bare address", async (to) => {
    const fetch = vi.fn();
    vi.stubGlobal("fetch", fetch);
    await expect(mailer({ ...mail, to })).rejects.toThrow("not a bare email address");
    expect(fetch).not.toHaveBeenCalled();
  });

  it("sends to a bare address", async () => {
    const fetch = vi.fn(async () => new Response("{}"));
    vi.stubGlobal("fetch", fetch);
    await mailer({ ...mail, to: "a@example.com" });
    expect(fetch).toHaveBeenCalledOnce();
  });
});
