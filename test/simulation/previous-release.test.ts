import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { root } from "../../dev/build/root.ts";
import { findBase, git } from "../../dev/check/base.ts";
import * as codec from "../../workers/order/domain/event-codec.ts";
import type { OrderEvent } from "../../workers/order/domain/events.ts";
import { evolve } from "../../workers/order/domain/evolve.ts";
import { newOrder, type OrderState } from "../../workers/order/domain/order.ts";
import { effectTypes } from "../../workers/order/effects/perform.ts";
import type { LogEntry } from "../../workers/order/saga/event-store.ts";
import { anyScenario } from "./arbitraries.ts";
import { noFaults } from "./faults.ts";
import { foldLog, loadOrderCode, type OrderCode } from "./order-code.ts";
import { runScenario } from "./run-scenario.ts";

/** The tag or commit of a release's code, and how many of the formats it reads. */
interface Revision {
  readonly ref: string;
  readonly reads: number;
}

interface StoredFormats {
  /** In the order in which releases learned to read them. */
  readonly formats: readonly string[];
  /** The last formats of the list, which this release reads and does not write. */
  readonly unwritten: readonly string[];
  readonly releases: Readonly<Record<string, Revision>>;
  /** The releases that cannot run again after the next one, because it writes formats that they cannot read. */
  readonly forwardOnlyFrom: readonly string[];
}

const formatsFile = "workers/order/domain/stored-formats.json";
const stored = JSON.parse(readFileSync(join(root, formatsFile), "utf8")) as StoredFormats;
const releasesFolder = join(root, "workers/order/domain/released");
const current: OrderCode = { ...codec, evolve, newOrder };

const toFormat = ({ type, version }: codec.StoredEvent) => `${type}@${version}`;
const [name = "", release] = Object.entries(stored.releases).at(-1) ?? [];
const written = stored.formats.length - stored.unwritten.length;

describe("stored formats of orders", () => {
  it("are listed: each version of an event, each effect and each integration event", () => {
    const { reads, unwritten } = codec.listEventFormats();
    const listed = stored.formats.filter((format) => format.includes("@"));
    expect([...listed].sort()).toEqual([...reads].sort());
    expect(stored.unwritten.filter((format) => format.includes("@")).sort()).toEqual([...unwritten].sort());
    const effects = stored.formats.filter((format) => format.startsWith("effect "));
    expect(effects.sort()).toEqual(effectTypes.map((type) => `effect ${type}`).sort());
    expect(new Set(stored.formats).size).toBe(stored.formats.length);
  });

  it("are written only when the previous release reads them, or that release is listed as one without a way back", () => {
    expect(stored.formats.slice(written)).toEqual(stored.unwritten);
    const canRollBack = (release?.reads ?? 0) >= written;
    expect([name, canRollBack || stored.forwardOnlyFrom.includes(name)]).toEqual([name, true]);
  });

  it("are only added at the end of the list", async () => {
    const base = await findBase([formatsFile]);
    if (base === undefined) return;
    const before = JSON.parse((await git("show", `${base.commit}:${formatsFile}`)) ?? "{}") as StoredFormats;
    expect(stored.formats.slice(0, before.formats.length)).toEqual(before.formats);
  });
});

describe("a type that the previous release cannot read", () => {
  const event: OrderEvent = {
    type: "PaymentCaptured",
    paymentId: "pi_1",
    amount: { amountMinor: 1n, currency: "EUR" },
  };

  it("is written in the earlier version, and not at all when the type is new", () => {
    const convert = () => ({ converted: true });
    expect(codec.encodeEvent(event, { PaymentCaptured: { version: 0, convert } })).toMatchObject({
      version: 0,
      data: '{"converted":true}',
    });
    expect(() => codec.encodeEvent(event, { PaymentCaptured: "unwritten" })).toThrow(
      "The previous release cannot read PaymentCaptured",
    );
  });

  it("is listed as unwritten", () => {
    expect(codec.listEventFormats({ PaymentCaptured: "unwritten" }).unwritten).toEqual(["PaymentCaptured@1"]);
    const convert = (data: object) => ({ ...data });
    const { unwritten } = codec.listEventFormats({ OrderPlaced: { version: 2, convert } });
    expect(unwritten).toEqual(["OrderPlaced@3", "OrderPlaced@4"]);
  });
});

/** The code that a rollback of the next deployment starts: of the last release, and of the commit before this change. */
const revisions = [
  { title: `release ${name}`, releases: [name], find: async () => release },
  { title: "the commit before this change", releases: Object.keys(stored.releases), find: findCommitBefore },
];

async function findCommitBefore(): Promise<Revision | undefined> {
  const base = await findBase([formatsFile]);
  if (base === undefined) return undefined;
  const { formats } = JSON.parse((await git("show", `${base.commit}:${formatsFile}`)) ?? "") as StoredFormats;
  return { ref: base.commit, reads: formats.length };
}

describe.each(revisions)("the code of $title", ({ find, releases }) => {
  let previous: OrderCode | undefined;
  let readable: ReadonlySet<string>;
  let logs: readonly (readonly codec.StoredEvent[])[];

  beforeAll(async () => {
    const found = await find();
    // A shallow clone does not have the commit.
    if (found === undefined || (await git("cat-file", "-e", `${found.ref}^{commit}`)) === undefined) return;
    previous = await loadOrderCode(found.ref);
    readable = new Set(stored.formats.slice(0, found.reads));
    logs = await simulateLogs();
  }, 120_000);

  it("reads the logs that this code writes, and rejects those with newer formats", (test) => {
    if (previous === undefined) return test.skip("the repository does not have its commit");
    const results = logs.map((log) => {
      const isReadable = log.every((event) => readable.has(toFormat(event)));
      const state = tryFold(previous as OrderCode, log);
      if (isReadable) expect(summarize(state)).toEqual(summarize(foldLog(current, log)));
      else expect(state).toBeUndefined();
      return isReadable;
    });
    if (readable.size >= written) expect(results.every((isReadable) => isReadable)).toBe(true);
  });

  it("writes logs that this code reads", (test) => {
    if (previous === undefined) return test.skip("the repository does not have its commit");
    let count = 0;
    for (const log of [...logs, ...releases.flatMap(readReleasedLogs)]) {
      const state = tryFold(previous, log);
      if (state === undefined) continue;
      const decode = previous.createEventDecoder();
      const written = log.map((event) => (previous as OrderCode).encodeEvent(decode(event)));
      expect(summarize(foldLog(current, written))).toEqual(summarize(state));
      count++;
    }
    expect(count).toBeGreaterThan(5);
  });
});

/** Returns the stored logs of orders of many kinds. */
async function simulateLogs(): Promise<readonly (readonly codec.StoredEvent[])[]> {
  const scenarios = fc.sample(anyScenario, { numRuns: 150, seed: 42 });
  const toStored = ({ recorded }: LogEntry) => codec.encodeEvent(recorded.event);
  const logs = [];
  for (const scenario of scenarios) {
    const { simulation } = await runScenario(scenario, noFaults);
    if (simulation.log.length > 0) logs.push(simulation.log.map(toStored));
  }
  return logs;
}

/** Returns the logs that a release wrote. */
function readReleasedLogs(releaseName: string): readonly (readonly codec.StoredEvent[])[] {
  const content = readFileSync(join(releasesFolder, `${releaseName}.json`), "utf8");
  const released = JSON.parse(content) as readonly { readonly events: readonly codec.StoredEvent[] }[];
  return released.map(({ events }) => events.map(({ type, version, data }) => ({ type, version, data })));
}

function tryFold(code: OrderCode, log: readonly codec.StoredEvent[]): OrderState | undefined {
  try {
    return foldLog(code, log);
  } catch {
    return undefined;
  }
}

/** What all releases know of an order. */
function summarize(state: OrderState | undefined) {
  if (state === undefined) return undefined;
  const { status, sequence, accountId, lines, totals, refunded } = state;
  const quantities = lines.map(({ sku, quantity }) => `${sku} ${quantity}`);
  return { status, sequence, accountId, quantities, total: totals.total, refunded };
}
