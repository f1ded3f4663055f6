import { describe, expect, it } from "vitest";
import { getRetryDelaySeconds } from "./queue-retry.ts";

describe("getRetryDelaySeconds", () => {
  it("begins with two seconds, and counts the message with the most attempts", () => {
    expect(getRetryDelaySeconds([{ attempts: 1 }])).toBe(2);
    expect(getRetryDelaySeconds([{ attempts: 1 }, { attempts: 3 }])).toBe(8);
  });

  it("keeps messages for half a day before the queue gives up after 100 retries", () => {
    const delays = Array.from({ length: 100 }, (_, index) => getRetryDelaySeconds([{ attempts: index + 1 }]));
    expect(Math.max(...delays)).toBe(600);
    expect(delays.reduce((total, delay) => total + delay, 0)).toBeGreaterThan(12 * 3_600);
  });
});
