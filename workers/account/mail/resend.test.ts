import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { allowOrigins } from "../../kit/outbound-fetch.ts";
import type { Mailer } from "./port.ts";
import { createResendMailer } from "./resend.ts";

describe("createResendMailer", () => {
  let server: Server;
  let mailer: Mailer;
  let received: IncomingMessage[];
  let status: number;
  const mail = { subject: "Subject", text: "Text", idempotencyKey: "out_1" };

  beforeAll(async () => {
    server = createServer((request, response) => {
      received.push(request);
      response.writeHead(status, { location: "/elsewhere" }).end("{}");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    allowOrigins([origin]);
    mailer = createResendMailer({ apiKey: "key", origin, from: "Stoa <shop@stoa.example>" });
  });
  beforeEach(() => {
    received = [];
    status = 200;
  });
  afterAll(() => {
    server.close();
  });

  it.each([
    "0<victim@example.org>",
    "Name <victim@example.org>",
    "a@example.com,b@example.com",
    "a@example.com\r\nBcc: b@c.de",
  ])("does not send to %j, which is not a bare address", async (to) => {
    await expect(mailer({ ...mail, to })).rejects.toThrow("not a bare email address");
    expect(received).toEqual([]);
  });

  it("sends to a bare address", async () => {
    await mailer({ ...mail, to: "a@example.com" });
    expect(received.map(({ url, headers }) => [url, headers.authorization])).toEqual([["/emails", "Bearer key"]]);
  });

  it.each([301, 307])("does not follow a redirect with status %i, which would reveal the API key", async (redirect) => {
    status = redirect;
    await expect(mailer({ ...mail, to: "a@example.com" })).rejects.toThrow(`responded with ${redirect}`);
    expect(received).toHaveLength(1);
  });
});
