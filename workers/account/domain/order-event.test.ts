import { describe, expect, it } from "vitest";
import { parseEmailedEvent } from "./order-event.ts";

const now = Date.UTC(2026, 0, 31);
const hourMs = 3_600_000;
const event = {
  specversion: "1.0",
  id: "ord_01k2:7",
  source: "/orders",
  type: "stoa.order.confirmed.v1",
  time: new Date(now - hourMs).toISOString(),
};

describe("parseEmailedEvent", () => {
  it("returns the order and the sequence of an event that may send an email", () => {
    expect(parseEmailedEvent(event, now)).toEqual({
      ok: true,
      value: { eventId: "ord_01k2:7", orderId: "ord_01k2", sequence: 7 },
    });
  });

  it.each(["placed", "rejected", "fulfilled", "delivered", "gift_wrapped"])("ignores %s", (name) => {
    expect(parseEmailedEvent({ ...event, type: `stoa.order.${name}.v1` }, now)).toEqual({ ok: true, value: undefined });
  });

  it("ignores an event that is older than a week", () => {
    const at = (ageMs: number) => ({ ...event, time: new Date(now - ageMs).toISOString() });
    expect(parseEmailedEvent(at(7 * 24 * hourMs), now)).toMatchObject({ value: { sequence: 7 } });
    expect(parseEmailedEvent(at(7 * 24 * hourMs + 1), now)).toEqual({ ok: true, value: undefined });
  });

  it.each([
    ["specversion", null],
    ["specversion", { ...event, specversion: "0.3" }],
    ["type", { ...event, type: 1 }],
    ["id", { ...event, id: "ord_01k2" }],
    ["id", { ...event, id: "ord_01k2:0" }],
    ["id", { ...event, id: "acc_01k2:7" }],
    ["id", { ...event, id: "ord_01k2:7\u0000" }],
    ["time", { ...event, time: "yesterday" }],
    ["time", { ...event, time: undefined }],
  ])("rejects an event with an invalid %s", (field, body) => {
    expect(parseEmailedEvent(body, now)).toMatchObject({ ok: false, error: { field: [field] } });
  });
});
