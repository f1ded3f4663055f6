import { request } from "node:http";
import { type Api, fetchData } from "../../../dev/cli/shop/api.ts";
import { type BenchShop, buyer } from "../shop.ts";

const watchersPerAccount = 50;
const eventTimeoutMs = 15_000;

const query = `subscription ($orderId: ID!) { orderEvents(orderId: $orderId) { sequence type order { status } } }`;

/** The open subscriptions of one cart. */
export interface Watchers {
  /** Changes the cart and waits until all watchers have the event. Returns false when one does not get it. */
  change(): Promise<boolean>;
  close(): void;
}

/** Creates a cart. Returns a function that creates support staff who watch it. */
export async function prepareWatchers(shop: BenchShop): Promise<(count: number) => Promise<Watchers>> {
  const { createCart } = await fetchData<{ createCart: { order: { id: string } } }>(
    shop.buyer,
    "mutation { createCart { order { id } } }",
  );
  const cartId = createCart.order.id;
  let created = 0;
  let quantity = 0;
  const change = async (): Promise<number> => {
    quantity = (quantity % 50) + 1;
    const mutation = `mutation ($input: SetCartLineInput!) { setCartLine(input: $input) { order { sequence } userErrors { code } } }`;
    const { setCartLine } = await fetchData<{ setCartLine: { order: { sequence: number } | null } }>(
      shop.buyer,
      mutation,
      {
        input: { cartId, sku: shop.skus[0], quantity },
      },
    );
    return setCartLine.order?.sequence ?? 0;
  };
  await change();
  return async (count) => {
    const watchers: Watcher[] = [];
    // One account after the other: the gateway sheds load when too many subscriptions open at the same time.
    for (let first = 0; first < count; first += watchersPerAccount) {
      // Accounts of their own: the gateway still counts the subscriptions of earlier watchers for a while.
      const api = await createStaff(shop, created++);
      const size = Math.min(watchersPerAccount, count - first);
      watchers.push(...(await Promise.all(Array.from({ length: size }, () => subscribe(api, cartId)))));
    }
    let isComplete = true;
    return {
      change: async () => {
        if (!isComplete) return false;
        const expected = await change();
        isComplete = await Promise.all(watchers.map((watcher) => watcher.waitFor(expected))).then(
          () => true,
          () => false,
        );
        return isComplete;
      },
      close: () => {
        for (const watcher of watchers) watcher.close();
      },
    };
  };
}

/** A network address may hold 100 subscriptions. */
const addressOf = (account: number) => `198.51.100.${account}`;

async function createStaff({ url, sql }: BenchShop, index: number): Promise<Api> {
  const email = `staff-${index}@bench.example`;
  const api = { url, address: addressOf(index) };
  const register = "mutation ($input: RegisterInput!) { register(input: $input) { userErrors { message } } }";
  await fetchData(api, register, { input: { email, password: buyer.password, firstName: "S", lastName: "S" } });
  await sql("account")`update users set roles = '{SUPPORT}' where email = ${email}`;
  const login = "mutation ($input: LoginInput!) { login(input: $input) { accessToken } }";
  type Session = { login: { accessToken: string } };
  const session = await fetchData<Session>(api, login, { input: { email, password: buyer.password } });
  return { ...api, token: session.login.accessToken };
}

interface Watcher {
  waitFor(sequence: number): Promise<void>;
  close(): void;
}

/** Subscribes again when the gateway rejects a subscription because the machine is busy, as a client does. */
async function subscribe(api: Api, orderId: string, attempts = 10): Promise<Watcher> {
  try {
    return await openWatcher(api, orderId);
  } catch (error) {
    if (attempts === 1) throw error;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    return subscribe(api, orderId, attempts - 1);
  }
}

/** Subscribes over server-sent events. Resolves with the first event. */
function openWatcher({ url, token, address }: Api, orderId: string): Promise<Watcher> {
  return new Promise((resolve, reject) => {
    let latest = 0;
    let received = "";
    let wake = () => {};
    const headers = {
      "content-type": "application/json",
      accept: "text/event-stream",
      authorization: `Bearer ${token}`,
      "cf-connecting-ip": address,
    };
    const outgoing = request(`${url}/graphql`, { method: "POST", headers, agent: false }, (response) => {
      response.setEncoding("utf8");
      response.on("error", () => {});
      response.on("data", (chunk: string) => {
        if (latest === 0) received += chunk;
        const sequences = [...chunk.matchAll(/"sequence":(\d+)/g)].map(([, sequence]) => Number(sequence));
        if (sequences.length === 0) return;
        latest = Math.max(latest, ...sequences);
        resolve(watcher);
        wake();
      });
      response.once("end", () => reject(new Error(`The subscription ended: ${received}`)));
    });
    outgoing.once("error", reject);
    outgoing.end(JSON.stringify({ query, variables: { orderId } }));
    const watcher: Watcher = {
      waitFor: (sequence) =>
        new Promise((done, fail) => {
          const timer = setTimeout(() => fail(new Error("An event did not arrive in time")), eventTimeoutMs);
          wake = () => {
            if (latest < sequence) return;
            clearTimeout(timer);
            done();
          };
          wake();
        }),
      close: () => outgoing.destroy(),
    };
  });
}
