import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type NeonProxy, startNeonProxy } from "../../../dev/emulators/neon/server.ts";
import { toConnectionString } from "../../../dev/local/postgres/database-url.ts";
import { createDatabases } from "../../../dev/local/postgres/databases.ts";
import { migrateDatabase } from "../../../dev/local/postgres/migrations.ts";
import { type Postgres, startPostgres, superuser } from "../../../dev/local/postgres/server.ts";
import { deriveId } from "../../kit/domain/ids.ts";
import { allowOrigins } from "../../kit/outbound-fetch.ts";
import { connectDatabase } from "../../kit/storage/postgres.ts";
import type { OrderContext } from "../context.ts";
import { receivePaymentEvent } from "./receive-payment-event.ts";

const password = "test-password";
const orderUrl = toConnectionString(superuser, password, "order");
let dataDir: string;
let postgres: Postgres;
let proxy: NeonProxy;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "stoa-payment-events-"));
  chmodSync(dataDir, 0o711); // Postgres runs as a different user.
  postgres = await startPostgres({
    dataDir: join(dataDir, "postgres"),
    runDir: dataDir,
    password,
    settings: { fsync: "off" },
  });
  proxy = await startNeonProxy({ postgresPort: postgres.port });
  allowOrigins([`http://127.0.0.1:${proxy.port}`]);
  await createDatabases(postgres.port, password, ["order"]);
  await migrateDatabase("order", orderUrl, `127.0.0.1:${proxy.port}`);
});

afterAll(async () => {
  await proxy?.stop();
  await postgres?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

let events = 0;

/** Returns a delivery of one new event. `recheck` is what the order does, and `countRechecks` how often it was reached. */
async function createEvent() {
  const id = `evt_${++events}`;
  const orderId = await deriveId("ord", id);
  const db = connectDatabase({ DATABASE_URL: orderUrl, NEON_PROXY: `127.0.0.1:${proxy.port}` });
  let rechecks = 0;
  const deliver = (recheck: () => Promise<void> = async () => {}) => {
    const ctx = {
      db,
      payments: { readEvent: async () => ({ id, orderId, paymentId: undefined, subject: "payment" }) },
      object: () => ({
        recheckPayment: async () => {
          rechecks++;
          await recheck();
        },
      }),
    };
    const request = { payload: new Uint8Array(), signature: "" };
    return receivePaymentEvent(request as never, ctx as unknown as OrderContext);
  };
  return { deliver, countRechecks: () => rechecks };
}

describe("receivePaymentEvent", () => {
  it("processes an event once when its deliveries follow one another", async () => {
    const { deliver, countRechecks } = await createEvent();
    for (let delivery = 0; delivery < 3; delivery++) expect(await deliver()).toEqual({});
    expect(countRechecks()).toBe(1);
  });

  it("processes an event again when the Worker stopped while it processed the first delivery", async () => {
    const { deliver, countRechecks } = await createEvent();
    await new Promise<void>((stopped) => {
      // The first delivery never returns, as when its Worker is gone.
      void deliver(() => new Promise(() => stopped()));
    });
    expect(await deliver()).toEqual({});
    expect(countRechecks()).toBe(2);
    expect(await deliver()).toEqual({});
    expect(countRechecks()).toBe(2);
  });

  it("processes an event again when the order could not be reached", async () => {
    const { deliver, countRechecks } = await createEvent();
    const unreachable = () => Promise.reject(new Error("unreachable"));
    await expect(deliver(unreachable)).rejects.toThrow("unreachable");
    await deliver();
    await deliver();
    expect(countRechecks()).toBe(2);
  });

  it("accepts concurrent deliveries of an event", async () => {
    const { deliver, countRechecks } = await createEvent();
    await Promise.all([1, 2, 3].map(() => deliver()));
    const concurrent = countRechecks();
    await deliver();
    expect(countRechecks()).toBe(concurrent);
  });
});
