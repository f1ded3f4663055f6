import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allowOrigins, outboundFetch } from "./outbound-fetch.ts";

let server: Server;
let origin: string;
let requests = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    requests++;
    if (request.url === "/redirect") response.writeHead(302, { location: "/" });
    response.end("ok");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
});

describe("outboundFetch", () => {
  it("rejects every origin until it is allowed", async () => {
    await expect(outboundFetch(`${origin}/`)).rejects.toThrow(`does not allow requests to ${origin}`);
    expect(requests).toBe(0);
    allowOrigins([origin]);
    expect(await (await outboundFetch(`${origin}/`)).text()).toBe("ok");
  });

  it("rejects other hosts, ports and schemes, also behind credentials that look like an allowed host", async () => {
    allowOrigins([origin]);
    const before = requests;
    const { port } = new URL(origin);
    const urls = [
      "https://example.com/",
      `https://127.0.0.1:${port}/`,
      `http://127.0.0.1:${Number(port) - 1}/`,
      `http://127.0.0.1.example.com:${port}/`,
      `http://localhost:${port}/`,
      `http://127.0.0.1:${port}@example.com/`,
    ];
    for (const url of urls) await expect(outboundFetch(url), url).rejects.toThrow("does not allow requests to");
    const request = new Request(`https://example.com:${port}/`);
    await expect(outboundFetch(request)).rejects.toThrow("does not allow requests to");
    expect(requests).toBe(before);
  });

  it("follows no redirect, even if the caller asks for it", async () => {
    allowOrigins([origin]);
    for (const init of [{}, { redirect: "follow" } as const]) {
      const before = requests;
      expect((await outboundFetch(`${origin}/redirect`, init)).status).toBe(302);
      expect(requests).toBe(before + 1);
    }
  });

  it("is also the global fetch of libraries", async () => {
    allowOrigins([origin]);
    await expect(globalThis.fetch("https://example.com/")).rejects.toThrow("does not allow requests to");
  });
});
