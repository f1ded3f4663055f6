import { afterEach, describe, expect, it, vi } from "vitest";
import { type MetricPoint, readMetricSettings, recordMetric, setMetricSink } from "./metrics.ts";

const points: MetricPoint[] = [];
const collecting = { writeDataPoint: (point: MetricPoint) => void points.push(point) };

afterEach(() => {
  points.length = 0;
  setMetricSink({ sink: undefined, sampleRate: 1 });
  vi.restoreAllMocks();
});

const recordCall = (code: string) =>
  recordMetric("rpc.server.duration", 12, { service: "s", method: "m", code }, code !== "ok");

describe("recordMetric", () => {
  it("writes the name, the labels in the order of the table, the value and the weight", () => {
    setMetricSink({ sink: collecting, sampleRate: 1 });
    recordCall("ok");
    expect(points).toEqual([{ indexes: ["rpc.server.duration"], blobs: ["", "", "s", "m", "ok"], doubles: [12, 1] }]);
  });

  it("records a share of successful operations with a weight that makes up for the others, and all failures", () => {
    setMetricSink({ sink: collecting, sampleRate: 0.1 });
    vi.spyOn(Math, "random").mockReturnValueOnce(0.09).mockReturnValueOnce(0.1);
    recordCall("ok");
    recordCall("ok");
    recordCall("unavailable");
    expect(points.map(({ blobs, doubles }) => [blobs[4], doubles[1]])).toEqual([
      ["ok", 10],
      ["unavailable", 1],
    ]);
  });

  it("records every point of a metric that is not sampled", () => {
    setMetricSink({ sink: collecting, sampleRate: 0.001 });
    for (let i = 0; i < 20; i++) recordMetric("stoa.order.placed", 1, { currency: "EUR" });
    expect(points).toHaveLength(20);
  });

  it.each([
    [
      "throws",
      () => {
        throw new Error("too many points");
      },
    ],
    ["rejects", () => Promise.reject(new Error("unreachable"))],
    ["hangs", () => new Promise(() => {})],
  ])("does not throw and does not wait when the sink %s", async (_, writeDataPoint) => {
    setMetricSink({ sink: { writeDataPoint }, sampleRate: 1 });
    expect(recordCall("ok")).toBeUndefined();
    await new Promise((resolve) => setTimeout(resolve, 5));
  });

  it("does nothing without a sink", () => {
    expect(recordCall("ok")).toBeUndefined();
  });
});

describe("readMetricSettings", () => {
  it.each([
    ["0.25", 0.25],
    ["1", 1],
    [undefined, 1],
    ["0", 1],
    ["2", 1],
    ["text", 1],
  ])("reads the sample rate %s as %d", (METRICS_SAMPLE_RATE, sampleRate) => {
    expect(readMetricSettings({ METRICS: collecting, METRICS_SAMPLE_RATE })).toEqual({ sink: collecting, sampleRate });
  });
});
