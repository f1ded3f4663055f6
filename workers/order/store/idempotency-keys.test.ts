import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type NeonProxy, startNeonProxy } from "../../../dev/emulators/neon/server.ts";
import { migrateDatabase } from "../../../dev/local/postgres/migrations.ts";
import { createDatabases, databaseUrl, type Postgres, startPostgres } from "../../../dev/local/postgres/server.ts";
import { openDatabase } from "../../kit/storage/postgres.ts";
import { newOrder, type OrderState } from "../domain/order.ts";
import { insertCart, reserveKey, reserveKeyForCart } from "./idempotency-keys.ts";
import { deadlineMs, deleteIdempotencyKey, findOverdue, projectOrder } from "./projection.ts";

let folder: string;
let postgres: Postgres;
let proxy: NeonProxy;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "stoa-claims-"));
  chmodSync(folder, 0o711); // Postgres runs as another user.
  postgres = await startPostgres({ dataDir: join(folder, "postgres"), runDir: folder, settings: { fsync: "off" } });
  proxy = await startNeonProxy({ postgresPort: postgres.port });
  await createDatabases(postgres.port, ["order"]);
  await migrateDatabase("order", databaseUrl("order"), `127.0.0.1:${proxy.port}`);
});

afterAll(async () => {
  await proxy?.stop();
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const open = () => openDatabase({ DATABASE_URL: databaseUrl("order"), NEON_PROXY: `127.0.0.1:${proxy.port}` });

const owner = (orderId: string, idempotencyKey: string) => ({ orderId, accountId: "acc", idempotencyKey });

/** How many of eight twins, two hundred times, were told that their own key is another order's. */
async function countRefused(write: (order: ReturnType<typeof owner>) => Promise<{ readonly ok: boolean }>) {
  let refused = 0;
  for (let turn = 0; turn < 200; turn++) {
    const one = owner(crypto.randomUUID(), crypto.randomUUID());
    const results = await Promise.all(Array.from({ length: 8 }, () => write(one)));
    refused += results.filter(({ ok }) => !ok).length;
  }
  return refused;
}

describe("the key of an order", () => {
  it("is claimed by all of its twins, however close they come", async () => {
    expect(await countRefused((order) => reserveKey(open(), { ...order, deadlineAt: Date.now() }))).toBe(0);
  });

  it("is listed by all who list the order, however close they come", async () => {
    const stateOf = ({ orderId, ...key }: ReturnType<typeof owner>): OrderState => {
      return { ...newOrder, id: orderId, ...key, sequence: 1 };
    };
    expect(await countRefused((order) => projectOrder(open(), stateOf(order)))).toBe(0);
  });

  it("is not forgotten while its order is begun again", async () => {
    const claim = (at: number) => reserveKey(open(), { ...owner("ord_again", "again"), deadlineAt: at + deadlineMs });
    await claim(0);
    await claim(deadlineMs - 1);
    await deleteIdempotencyKey(open(), "ord_again", deadlineMs + 1);
    expect(await findOverdue(open(), 2 * deadlineMs, 10)).toEqual(["ord_again"]);
    await deleteIdempotencyKey(open(), "ord_again", 2 * deadlineMs);
    expect(await findOverdue(open(), 2 * deadlineMs, 10)).toEqual([]);
  });

  // Its client had no answer and asks again; the row is written from the object's own journal after that.
  it.each(["lines", "a cart"])(
    "leaves nothing to wait for once the order of %s has ended, asked again or not",
    async (from) => {
      const orderId = `ord_${crypto.randomUUID()}`;
      const at = Date.now();
      if (from === "a cart") await insertCart(open(), orderId, "acc");
      const claim = from === "a cart" ? reserveKeyForCart : reserveKey;
      for (const later of [0, 1_000]) {
        await claim(open(), { ...owner(orderId, orderId), deadlineAt: at + later + deadlineMs });
      }
      const ended = { ...newOrder, id: orderId, accountId: "acc", idempotencyKey: orderId, sequence: 1 };
      await projectOrder(open(), { ...ended, status: "REJECTED", createdAt: at, updatedAt: at + 500 });
      expect(await findOverdue(open(), at + 10 * deadlineMs, 10_000)).not.toContain(orderId);
    },
  );

  it("is refused to every other order of the account", async () => {
    const claim = (orderId: string, key: string) =>
      reserveKey(open(), { ...owner(orderId, key), deadlineAt: Date.now() });
    expect(await claim("ord_first", "one")).toEqual({ ok: true, value: undefined });
    expect(await claim("ord_second", "one")).toEqual({ ok: false, error: "KEY_TAKEN" });
    expect(await claim("ord_second", "two")).toEqual({ ok: true, value: undefined });
  });
});
