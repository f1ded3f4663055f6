import { describe, expect, it } from "vitest";
import { EventBatch } from "./event-queues.ts";

describe("a batch of events", () => {
  it("has the events that are published at the same time", async () => {
    const sent: (readonly unknown[])[] = [];
    const batch = new EventBatch(async (events) => {
      sent.push(events);
    });
    await Promise.all([batch.add("placed"), batch.add("confirmed")]);
    await batch.add("refunded");
    expect(sent).toEqual([["placed", "confirmed"], ["refunded"]]);
  });

  it("fails for each of its events, and not for the next ones", async () => {
    let isDown = true;
    const batch = new EventBatch(() => (isDown ? Promise.reject(new Error("down")) : Promise.resolve()));
    const results = await Promise.allSettled([batch.add("placed"), batch.add("confirmed")]);
    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    isDown = false;
    await expect(batch.add("placed")).resolves.toBeUndefined();
  });
});
