import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stopChild } from "../../../dev/process/child.ts";
import { freePort } from "../../../dev/process/listen.ts";
import { exchange } from "../light-client.ts";
import { readInstalledVersion } from "./install.ts";
import {
  createPool,
  email,
  type PeerOptions,
  type PeerShop,
  password,
  runProgram,
  secret,
  startDatabase,
  startProgram,
} from "./shop.ts";

const cli = "node_modules/@medusajs/cli/cli.js";
const address = {
  first_name: "Test",
  last_name: "Person",
  address_1: "1 Main St",
  city: "Utrecht",
  postal_code: "3511",
  country_code: "nl",
};
const fields = "handle,title,variants.sku,variants.title,*variants.calculated_price,%2Bvariants.inventory_quantity";

/** What `seed.js` writes. */
interface Store {
  readonly publishableKey: string;
  readonly regionId: string;
  readonly shippingOptionId: string;
  readonly variantIds: readonly string[];
}

/** Starts Medusa in production mode, as its documentation recommends: a server, a worker and Redis. */
export async function startMedusa(options: PeerOptions): Promise<PeerShop> {
  const { home, clients } = options;
  const [port, workerPort] = [await freePort(), await freePort()];
  const database = await startDatabase(options, "medusa");
  const redis = await startRedis(options);
  const env = {
    HOST: "127.0.0.1",
    PORT: String(port),
    WORKER_MODE: "server",
    DATABASE_URL: database.url,
    COOKIE_SECRET: secret,
    MEDUSA_DISABLE_TELEMETRY: "true",
    ...(redis && { REDIS_URL: `redis://127.0.0.1:${redis.port}` }),
  };
  await runProgram(options, { args: [cli, "db:migrate"], env, log: "medusa-migrate.log" });
  await runProgram(options, { args: [cli, "exec", "./seed.js"], env, log: "medusa-seed.log" });
  const url = `http://127.0.0.1:${port}`;
  const server = await startProgram(options, { args: [cli, "start"], env, log: "medusa-server.log" }, `${url}/health`);
  const worker = await startProgram(
    options,
    {
      args: [cli, "start"],
      env: { ...env, PORT: String(workerPort), WORKER_MODE: "worker" },
      log: "medusa-worker.log",
    },
    `http://127.0.0.1:${workerPort}/health`,
  );

  const store = JSON.parse(readFileSync(join(home, "store.json"), "utf8")) as Store;
  const headers = { "x-publishable-api-key": store.publishableKey };
  const get = (path: string) => exchange(`${url}${path}`, { headers });
  const post = async <T>(path: string, body: object, token?: string): Promise<T | undefined> => {
    const json = JSON.stringify(body);
    const response = await exchange(`${url}${path}`, { json, headers, ...(token !== undefined && { token }) });
    return response === undefined ? undefined : (JSON.parse(response) as T);
  };
  const logIn = async (client: number) =>
    (await post<{ token: string }>("/auth/customer/emailpass", { email: email(client), password }))?.token;
  const register = async (client: number): Promise<string> => {
    const credentials = { email: email(client), password };
    const registered = await post<{ token: string }>("/auth/customer/emailpass/register", credentials);
    await post(
      "/store/customers",
      { email: email(client), first_name: "Test", last_name: "Person" },
      registered?.token,
    );
    return (await logIn(client)) ?? "";
  };
  const withToken = createPool(await Promise.all(Array.from({ length: clients }, (_, client) => register(client))));

  /** Sends the requests that Medusa's storefront guide lists for a checkout. */
  const order = async (index: number, token: string): Promise<boolean> => {
    const created = await post<{ cart: { id: string } }>(
      "/store/carts",
      {
        region_id: store.regionId,
        email: email(0),
        shipping_address: address,
        items: [{ variant_id: store.variantIds[index % store.variantIds.length], quantity: 1 }],
      },
      token,
    );
    const cart = created?.cart.id;
    await post(`/store/carts/${cart}/shipping-methods`, { option_id: store.shippingOptionId }, token);
    const payment = await post<{ payment_collection: { id: string } }>(
      "/store/payment-collections",
      { cart_id: cart },
      token,
    );
    const sessions = `/store/payment-collections/${payment?.payment_collection.id}/payment-sessions`;
    await post(sessions, { provider_id: "pp_system_default" }, token);
    return (await post<{ type: string }>(`/store/carts/${cart}/complete`, {}, token))?.type === "order";
  };
  const list = `/store/products?limit=10&region_id=${store.regionId}&fields=${fields}`;
  return {
    name: "Medusa",
    version: readInstalledVersion(home, "@medusajs/medusa"),
    processes: { server, worker, Postgres: database.pid, ...(redis && { Redis: redis.pid }) },
    works: {
      "list of 10": async () => (await get(list))?.includes('"sku"') === true,
      "search of 10": async () => (await get(`${list}&q=lamp`))?.includes('"sku"') === true,
      login: async (index) => (await logIn(index % clients)) !== undefined,
      "full order": (index) => withToken((token) => order(index, token)),
    },
  };
}

/** Starts Redis for the modules that Medusa needs in production. Returns undefined without Redis on PATH. */
async function startRedis({ folder, cleanups }: PeerOptions): Promise<{ port: number; pid: number } | undefined> {
  const binary = ["redis-server", "valkey-server"].find((name) => spawnSync(name, ["--version"]).status === 0);
  if (binary === undefined) return undefined;
  const dir = join(folder, "medusa-redis");
  mkdirSync(dir, { recursive: true });
  const port = await freePort();
  const args = ["--port", String(port), "--bind", "127.0.0.1", "--dir", dir, "--save", "", "--appendonly", "yes"];
  const child: ChildProcess = spawn(binary, args, { stdio: "ignore" });
  cleanups.push(() => stopChild(child, "SIGTERM"));
  return { port, pid: child.pid ?? 0 };
}
