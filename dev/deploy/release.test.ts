import { describe, expect, it } from "vitest";
import { type WorkerName, workerNames } from "../build/bundle.ts";
import { findRollbackProblem, parseVersionMessage, toVersionMessage } from "./release.ts";

const digests = Object.fromEntries(workerNames.map((name) => [name, "0123456789ab"])) as Record<WorkerName, string>;
const infoOf = (reads: number, writes: number) => ({ digest: "0123456789ab", formats: { reads, writes } });

describe("the message of a version", () => {
  it("says what the version is, in the 100 bytes that the platform stores", () => {
    const message = toVersionMessage({ digests, formats: { reads: 1_093, writes: 1_090 } }, "order");
    expect(message.length).toBeLessThanOrEqual(100);
    expect(parseVersionMessage(message)).toEqual(infoOf(1_093, 1_090));
  });

  it("is not parsed when another tool has written it", () => {
    expect(parseVersionMessage(undefined)).toBeUndefined();
    expect(parseVersionMessage("Uploaded by hand")).toBeUndefined();
  });
});

describe("findRollbackProblem", () => {
  it("allows a version that reads all formats that the running one writes", () => {
    expect(findRollbackProblem(infoOf(90, 89), infoOf(92, 90))).toBeUndefined();
  });

  it("rejects a version that cannot read some of them, and one that is not known", () => {
    expect(findRollbackProblem(infoOf(89, 89), infoOf(92, 90))).toBe("orders have 1 formats that it cannot read");
    expect(findRollbackProblem(undefined, infoOf(92, 90))).toBe("it was not deployed by npm run deploy");
  });
});
