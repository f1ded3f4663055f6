import { describe, expect, it } from "vitest";
import { apiWorkerNames } from "../build/bundle.ts";
import { completeKeys, type OwnKeys, rotateKeys, toBindings } from "./own-keys.ts";

interface KeySet {
  readonly keys: readonly { readonly kid: string; readonly service?: string; readonly d?: string }[];
}

const now = 1_800_000_000_000;
const keepAll = { dropOthers: false, endSessions: false };
const kidsOf = (set: string) => (JSON.parse(set) as KeySet).keys.map(({ kid }) => kid);
const setsOf = (keys: OwnKeys) => [keys.jwtPrivateKeys, ...Object.values(keys.identityPrivateKeys)];
const listsOf = (keys: OwnKeys) => Object.values(keys.derivationSecrets).map((list) => list.split(","));

describe("rotateKeys", () => {
  it("adds a key to every set and a secret to every list, and preserves the previous ones", async () => {
    const before = await completeKeys({});
    const after = await rotateKeys(before, now, keepAll);
    for (const [index, set] of setsOf(after).entries()) {
      expect(kidsOf(set)).toHaveLength(2);
      expect(kidsOf(set).slice(1)).toEqual(kidsOf(setsOf(before)[index] ?? ""));
    }
    for (const [index, list] of listsOf(after).entries()) {
      expect(list).toEqual([expect.stringMatching(/^[\w-]{43}$/), ...(listsOf(before)[index] ?? [])]);
    }
    expect(new Set(setsOf(after).flatMap(kidsOf)).size).toBe(10);
  });

  it("retains three derivation secrets", async () => {
    let keys = await completeKeys({});
    for (let count = 0; count < 4; count++) keys = await rotateKeys(keys, now, keepAll);
    expect(listsOf(keys).map(({ length }) => length)).toEqual([3, 3]);
  });

  it("drops other signing keys after a leak, and earlier secrets only to end all sessions", async () => {
    const before = await completeKeys({});
    const dropped = await rotateKeys(before, now, { dropOthers: true, endSessions: false });
    for (const [index, set] of setsOf(dropped).entries()) {
      expect(kidsOf(set)).toHaveLength(1);
      expect(kidsOf(set)).not.toEqual(kidsOf(setsOf(before)[index] ?? ""));
    }
    expect(listsOf(dropped).map((list) => list.slice(1))).toEqual(listsOf(before));
    const ended = await rotateKeys(before, now, { dropOthers: true, endSessions: true });
    expect(listsOf(ended).map(({ length }) => length)).toEqual([1, 1]);
    expect(listsOf(ended)).not.toEqual(listsOf(before));
  });
});

describe("toBindings", () => {
  it("gives each Worker its own private keys, and the services the public keys of all Workers", async () => {
    const keys = await rotateKeys(await completeKeys({}), now, keepAll);
    for (const name of apiWorkerNames) {
      const { IDENTITY_PRIVATE_KEYS, IDENTITY_PUBLIC_KEYS } = toBindings(keys, name);
      expect(IDENTITY_PRIVATE_KEYS).toBe(keys.identityPrivateKeys[name]);
      if (name === "gateway") {
        expect(IDENTITY_PUBLIC_KEYS).toBeUndefined();
        continue;
      }
      const published = (JSON.parse(IDENTITY_PUBLIC_KEYS ?? "") as KeySet).keys;
      expect(published.some(({ d }) => d !== undefined)).toBe(false);
      for (const service of apiWorkerNames) {
        const kids = published.filter((key) => key.service === service).map(({ kid }) => kid);
        expect(kids).toEqual(kidsOf(keys.identityPrivateKeys[service]));
      }
    }
  });
});
