import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decodeEvent, encodeEvent } from "../event-codec.ts";
import { evolve } from "../evolve.ts";
import { newOrder } from "../order.ts";

/** Logs as a release wrote them. They are never written anew: what was once stored stays readable. */
interface Story {
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

describe.each(releases)("the logs of release %s", (release) => {
  const stories = JSON.parse(readFileSync(`${folder}${release}`, "utf8")) as readonly Story[];

  it.each(stories.map((story) => [story.name, story] as const))("tell of %s as they did then", (_name, story) => {
    const state = story.events.reduce(
      (before, { at, ...stored }) =>
        evolve(before, { sequence: before.sequence + 1, at, actor: "system", event: decodeEvent(stored) }),
      newOrder,
    );
    expect({
      status: state.status,
      total: String(state.totals.total.amountMinor),
      refunded: String(state.refunded.amountMinor),
      currency: state.currency,
      transactions: state.transactions.map(({ kind, status }) => `${kind} ${status}`),
    }).toEqual(story.expected);
  });

  it("can be written in today's form and read again", () => {
    for (const { at: _, ...stored } of stories.flatMap(({ events }) => events)) {
      const event = decodeEvent(stored);
      expect(decodeEvent(encodeEvent(event))).toEqual(event);
    }
  });
});
