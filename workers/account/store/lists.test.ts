import { beforeAll, describe, expect, it } from "vitest";
import { insertAccounts } from "../../../test/support/large-shop.ts";
import { useDatabase } from "../../../test/support/order-database.ts";
import { explainStatements } from "../../../test/support/query-plans.ts";
import type { Database } from "../../kit/storage/postgres.ts";
import { listApiTokens } from "./api-tokens.ts";
import { findLastSignIns, listSecurityEvents } from "./security-events.ts";
import { countUsers, findUsers, listUserPositions, listUsers, type UserPage, type UserSelection } from "./users.ts";

const open = useDatabase("account");
const accounts = 100_000;
const maxCounted = 10_000;

/** Two accounts in 100 are of a Jan, one event in 1,000 is of another type. */
beforeAll(() => insertAccounts(open().$client, accounts), 300_000);

/** Tables that grow with the number of accounts, and the partition of all events. */
const growing = ["users", "addresses", "security_events_first"];
const idOf = (number: number) => `acc_${String(number).padStart(26, "0")}`;
const all: UserSelection = { query: "", roles: [], disabled: undefined, createdFrom: undefined, createdTo: undefined };
const list = (page: Partial<UserPage>) => (db: Database) =>
  listUsers(db, { ...all, after: undefined, limit: 51, ...page });
const count = (selection: Partial<UserSelection>) => (db: Database) =>
  countUsers(db, { ...all, ...selection }, maxCounted);
const events = { userId: "", types: [], from: undefined, to: undefined, addressHash: "", limit: 51 };
const listEvents = (options: Partial<typeof events> | object) => (db: Database) =>
  listSecurityEvents(db, { ...events, ...options });
const after = { createdAt: new Date(), id: idOf(1) };

describe(`a list of accounts, with ${accounts.toLocaleString("en")}`, () => {
  it.each<[string, (db: Database) => Promise<unknown>, readonly string[]]>([
    ["all accounts", list({}), ["addresses_user", "users_registered"]],
    ["a later page", list({ after }), ["addresses_user", "users_registered"]],
    [
      "a complete email address",
      list({ query: "buyer77@example.com" }),
      ["addresses_user", "users_email_key", "users_pkey", "users_words"],
    ],
    [
      "a part of few names",
      list({ query: "4711" }),
      ["addresses_user", "users_email_key", "users_pkey", "users_words"],
    ],
    ["two characters at the beginning of few names", list({ query: "zz" }), ["users_email_key", "users_words"]],
    [
      "two characters that are only inside of names, counted",
      count({ query: "an" }),
      ["users_email_key", "users_words"],
    ],
    ["a part of few names, counted", count({ query: "4711" }), ["users_email_key", "users_words"]],
    ["members of staff", list({ roles: ["ADMIN"] }), ["users_staff"]],
    ["disabled accounts", list({ disabled: true }), ["users_disabled"]],
    ["disabled accounts, counted", count({ disabled: true }), ["users_disabled"]],
    [
      "positions for a filter by orders",
      (db) => listUserPositions(db, { ...all, after, limit: 2_000 }),
      ["users_registered"],
    ],
    ["accounts by id", (db) => findUsers(db, [idOf(1), idOf(2)]), ["addresses_user", "users_pkey"]],
    ["all events", listEvents({}), ["security_events_first_newest"]],
    ["events of a rare type", listEvents({ types: ["DISABLED"] }), ["security_events_first_type_at_id_idx"]],
    ["events of an account", listEvents({ userId: idOf(7) }), ["security_events_first_user"]],
    ["events of an address", listEvents({ addressHash: "none" }), ["security_events_first_address_hash_at_id_idx"]],
    [
      "events of a period",
      listEvents({ from: new Date(Date.now() - 3_600_000), to: new Date() }),
      ["security_events_first_newest"],
    ],
    ["the last sign-ins", (db) => findLastSignIns(db, [idOf(7), idOf(8)]), ["security_events_first_user"]],
    ["API tokens", (db) => listApiTokens(db, { limit: 51 }), ["api_tokens_newest"]],
  ])("%s: is read with an index, and few other rows", async (_name, run, expected) => {
    const { indexes, scanned, read } = await explainStatements(open(), run);
    // All events are older than the partitions by month.
    expect(indexes.filter((index) => !/^security_events_\d/.test(index))).toEqual(expected);
    expect(scanned.filter((table) => growing.includes(table))).toEqual([]);
    expect(read).toBeLessThan(5_000);
  });

  // The text is found in 2,001 accounts, by any scan that ends there.
  it.each(["buyer", "pi", "p"])("a part of many names: is read in the order of the list: %s", async (query) => {
    const { indexes, read } = await explainStatements(open(), list({ query }));
    expect(indexes).toEqual(expect.arrayContaining(["users_registered", "users_pkey"]));
    expect(read).toBeLessThan(5_000);
  });

  it("has each account with a text once, in pages", async () => {
    const names = async (query: string) => {
      const found: string[] = [];
      for (let after: UserPage["after"]; ; ) {
        const rows = await listUsers(open(), { ...all, query, after, limit: 51 });
        found.push(...rows.slice(0, 50).map(({ id }) => id));
        if (rows.length <= 50 || found.length >= 500) return found;
        after = rows[49];
      }
    };
    // Each 50th account is of a Jan, and all have an address at this host.
    expect(await names("jan dam")).toEqual(Array.from({ length: 500 }, (_, index) => idOf(50 * (index + 1))));
    expect(await names("@example.com")).toEqual(Array.from({ length: 500 }, (_, index) => idOf(index + 1)));
    // Two characters at the beginning of a name or an address.
    expect(await names("ja")).toEqual(await names("jan"));
    expect((await names("BU")).length).toBe(500);
    expect(await names("an")).toEqual([]);
    expect(await names("buyer9999")).toEqual(
      [9_999, ...Array.from({ length: 10 }, (_, index) => 99_990 + index)].map(idOf),
    );
  });

  it("counts at most 10,000 rows", async () => {
    for (const selection of [{}, { query: "buyer" }]) {
      const { read } = await explainStatements(open(), count(selection));
      expect(read).toBe(maxCounted);
    }
  });
});
