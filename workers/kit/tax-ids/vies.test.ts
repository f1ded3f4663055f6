import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { startViesEmulator, type ViesEmulator } from "../../../dev/emulators/vies.ts";
import { parseVatNumber, type TaxId, type VatNumber } from "../domain/tax-id.ts";
import { allowOrigins } from "../outbound-fetch.ts";
import type { TaxIds } from "./port.ts";
import { createViesTaxIds, readViesOrigin } from "./vies.ts";

let vies: ViesEmulator;
let taxIds: TaxIds;
/** Sends to each request the next of `responses`. */
let scripted: Server;
let responses: { readonly status: number; readonly body: string }[] = [];
let scriptedTaxIds: TaxIds;

beforeAll(async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  vies = await startViesEmulator();
  scripted = createServer((_request, response) => {
    const { status, body } = responses.shift() ?? { status: 500, body: "" };
    // A status of 0 stands for no response.
    if (status !== 0) response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => scripted.listen(0, "127.0.0.1", resolve));
  const origins = [vies.port, (scripted.address() as AddressInfo).port].map((port) => `http://127.0.0.1:${port}`);
  allowOrigins(origins);
  [taxIds, scriptedTaxIds] = origins.map((origin) => createViesTaxIds({ origin, traceId: "0".repeat(32) })) as [
    TaxIds,
    TaxIds,
  ];
});
afterAll(async () => {
  scripted.closeAllConnections();
  scripted.close();
  await vies.stop();
  vi.restoreAllMocks();
});

const parse = (text: string): VatNumber => {
  const parsed = parseVatNumber(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
};
const verify = (text: string, port = taxIds): Promise<TaxId> => port.verify(parse(text));

describe("createViesTaxIds", () => {
  it("returns VERIFIED with the name in the register, if the member state publishes names", async () => {
    expect(await verify("NL000000100B01")).toEqual({
      value: "NL000000100B01",
      status: "VERIFIED",
      verifiedName: "Example NL Ltd",
    });
    expect(await verify("DE000000100")).toEqual({ value: "DE000000100", status: "VERIFIED" });
  });

  it("returns UNVERIFIED for a number that the register does not know, and for one that it refuses", async () => {
    expect(await verify("FR00000000200")).toEqual({ value: "FR00000000200", status: "UNVERIFIED" });
    expect(await verify("FR00000000201")).toEqual({ value: "FR00000000201", status: "UNVERIFIED" });
  });

  // A member state for each error, so that no circuit is open.
  it.each([
    "DE000000300",
    "EE000000301",
    "EL000000302",
    "LT000000400",
    "BG000000401",
    "XI000000500",
    "IT00000000501",
    "HR00000000600",
    "LV00000000601",
  ])("returns UNAVAILABLE for %s, which ends with the number of an error of VIES", async (number) => {
    expect((await verify(number)).status).toBe("UNAVAILABLE");
    expect(vies.requests()).toContain(number);
  });

  it("calls the register once within ten minutes for a number that exists", async () => {
    const now = vi.spyOn(Date, "now").mockReturnValue(Date.now());
    const before = vies.requests().length;
    await verify("SE000000000100");
    now.mockReturnValue(Date.now() + 599_000);
    expect((await verify("SE000000000100")).status).toBe("VERIFIED");
    expect(vies.requests().length - before).toBe(1);
    now.mockReturnValue(Date.now() + 1_000);
    await verify("SE000000000100");
    expect(vies.requests().length - before).toBe(2);
    now.mockRestore();
  });

  it("calls the register again after a minute for a number that does not exist", async () => {
    const now = vi.spyOn(Date, "now").mockReturnValue(Date.now());
    const before = vies.requests().length;
    await verify("SE000000000200");
    await verify("SE000000000200");
    now.mockReturnValue(Date.now() + 60_000);
    await verify("SE000000000200");
    expect(vies.requests().length - before).toBe(2);
    now.mockRestore();
  });

  it("returns UNAVAILABLE while VIES fails, and VERIFIED as soon as it responds again", async () => {
    vies.setRejecting(true);
    expect((await verify("PL0000000100")).status).toBe("UNAVAILABLE");
    vies.setRejecting(false);
    expect((await verify("PL0000000100")).status).toBe("VERIFIED");
  });

  it("stops calling the register of one member state after two failures, and calls the others", async () => {
    const before = vies.requests().length;
    for (let count = 0; count < 4; count++) expect((await verify("PT000000301")).status).toBe("UNAVAILABLE");
    expect(vies.requests().length - before).toBe(2);
    expect((await verify("FI00000100")).status).toBe("VERIFIED");
  });

  it.each([
    ["a server error that says valid", 500, '{"valid":true}'],
    ["valid with an error", 200, '{"valid":true,"actionSucceed":false}'],
    ["an error with valid: false", 200, '{"valid":false,"errorWrappers":[{"error":"MS_UNAVAILABLE"}]}'],
    ["no statement", 200, "{}"],
    ["a statement of another type", 200, '{"valid":"true"}'],
    ["a page of a proxy", 200, "<html>"],
    ["an empty body", 200, ""],
    ["null", 200, "null"],
    ["a redirect", 302, '{"valid":true}'],
  ])("reads %s as UNAVAILABLE", async (name, status, body) => {
    responses = [{ status, body }];
    const number = `RO${name.length}${name.charCodeAt(0)}`;
    // Another success closes the circuit.
    const taxId = await verify(number, scriptedTaxIds);
    responses = [{ status: 200, body: '{"valid":true,"name":"---"}' }];
    expect(taxId).toEqual({ value: number, status: "UNAVAILABLE" });
    expect((await verify(`${number}9`, scriptedTaxIds)).status).toBe("VERIFIED");
  });

  it("returns a name on one line, with at most 200 characters", async () => {
    responses = [{ status: 200, body: JSON.stringify({ valid: true, name: `A\n B\u0000 ${"x".repeat(300)}` }) }];
    const { verifiedName = "" } = await verify("BG123456789", scriptedTaxIds);
    expect(verifiedName).toMatch(/^A B x+$/);
    expect(verifiedName).toHaveLength(200);
  });

  it("returns UNAVAILABLE after three seconds without a response", async () => {
    responses = [{ status: 0, body: "" }];
    const startedAt = performance.now();
    expect((await verify("HU12345678", scriptedTaxIds)).status).toBe("UNAVAILABLE");
    expect(performance.now() - startedAt).toBeGreaterThan(2_500);
    expect(performance.now() - startedAt).toBeLessThan(4_500);
  });

  it("returns UNAVAILABLE when no address answers, and without an origin", async () => {
    const closed = "http://127.0.0.1:1";
    allowOrigins([closed]);
    expect((await verify("EE000000100", createViesTaxIds({ origin: closed, traceId: "" }))).status).toBe("UNAVAILABLE");
    expect((await verify("EE000000100", createViesTaxIds({ origin: undefined, traceId: "" }))).status).toBe(
      "UNAVAILABLE",
    );
  });
});

describe("readViesOrigin", () => {
  it("is the public service, a port of this machine, or none", () => {
    expect(readViesOrigin({ VIES_HOST: "" })).toBe("https://ec.europa.eu");
    expect(readViesOrigin({ VIES_HOST: "127.0.0.1:1234" })).toBe("http://127.0.0.1:1234");
    expect(readViesOrigin({ VIES_HOST: "none" })).toBeUndefined();
    for (const VIES_HOST of [undefined, "vies.example", "127.0.0.1"]) {
      expect(() => readViesOrigin({ VIES_HOST })).toThrow("VIES_HOST");
    }
  });
});
