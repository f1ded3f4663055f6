import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createEventDecoder, encodeEvent } from "../event-codec.ts";
import { evolve } from "../evolve.ts";
import { newOrder } from "../order.ts";

/** An event log as a release stored it. The files are never regenerated: every stored event must stay readable. */
interface ReleasedLog {
  readonly name: string;
  readonly events: readonly {
    readonly at: number;
    readonly type: string;
    readonly version: number;
    readonly data: string;
  }[];
  readonly expected: object;
}

const folder = `${import.meta.dirname}/`;
const releases = readdirSync(folder).filter((name) => name.endsWith(".json"));

describe.each(releases)("event logs of release %s", (release) => {
  const logs = JSON.parse(readFileSync(`${folder}${release}`, "utf8")) as readonly ReleasedLog[];

  it.each(logs.map((log) => [log.name, log] as const))("fold %s to the same state", (_name, log) => {
    const decode = createEventDecoder();
    const state = log.events.reduce(
      (folded, { at, ...stored }) =>
        evolve(folded, { sequence: folded.sequence + 1, at, actor: "system", event: decode(stored) }),
      newOrder,
    );
    expect({
      status: state.status,
      subtotal: String(state.totals.subtotal.amountMinor),
      shipping: String(state.totals.shipping.amountMinor),
      tax: String(state.totals.tax.amountMinor),
      total: String(state.totals.total.amountMinor),
      refunded: String(state.refunded.amountMinor),
      currency: state.currency,
      transactions: state.transactions.map(({ kind, status }) => `${kind} ${status}`),
    }).toMatchObject(log.expected);
  });

  it("can be encoded in the current version and decoded again", () => {
    for (const { events } of logs) {
      const [decode, decodeAgain] = [createEventDecoder(), createEventDecoder()];
      for (const { at: _, ...stored } of events) {
        const event = decode(stored);
        expect(decodeAgain(encodeEvent(event))).toEqual(event);
      }
    }
  });
});
