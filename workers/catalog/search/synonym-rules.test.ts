import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Database } from "../../kit/storage/postgres.ts";
import { listSynonymGroups } from "../store/synonyms.ts";
import { currentSynonymRules, expireSynonymRules, refreshSynonymRules } from "./synonym-rules.ts";

vi.mock("../store/synonyms.ts");

let time = 0;
const deferred: Promise<unknown>[] = [];
const refresh = () =>
  refreshSynonymRules({
    db: "request" as unknown as Database,
    backgroundDb: () => "background" as unknown as Database,
    defer: (work) => deferred.push(work),
    now: () => time,
  });

const groupOf = (words: string[]) => [{ id: "syn_1", words, updatedAt: new Date(0), updatedBy: null }];
const read = vi.mocked(listSynonymGroups);

beforeEach(async () => {
  expireSynonymRules();
  time += 100_000;
  read.mockResolvedValue(groupOf(["couch", "sofa"]));
  await refresh();
  read.mockClear();
});

describe("refreshSynonymRules", () => {
  it("reads nothing for 20 s", async () => {
    time += 19_999;
    await refresh();
    expect([read.mock.calls.length, currentSynonymRules()]).toEqual([0, [[["couch"], ["sofa"]]]]);
  });

  it("reads the rules once after the response of a later search", async () => {
    time += 20_000;
    read.mockResolvedValue(groupOf(["lamp", "light"]));
    await Promise.all([refresh(), refresh()]);
    await Promise.all(deferred);
    expect([read.mock.calls, currentSynonymRules()]).toEqual([[["background"]], [[["lamp"], ["light"]]]]);
  });

  it("waits for the rules when they are older than 50 s, so that a change takes effect within a minute", async () => {
    time += 50_000;
    read.mockResolvedValue(groupOf(["lamp", "light"]));
    await refresh();
    expect([read.mock.calls, currentSynonymRules()]).toEqual([[["request"]], [[["lamp"], ["light"]]]]);
  });

  it("reads the rules again after a change in this isolate, also when an older read ends later", async () => {
    const { promise, resolve } = Promise.withResolvers<ReturnType<typeof groupOf>>();
    time += 20_000;
    read.mockReturnValueOnce(promise);
    await refresh();
    expireSynonymRules();
    resolve(groupOf(["old", "ancient"]));
    await Promise.all(deferred);
    read.mockResolvedValue(groupOf(["lamp", "light"]));
    await refresh();
    expect(currentSynonymRules()).toEqual([[["lamp"], ["light"]]]);
  });
});
