import type { Api } from "../../dev/cli/shop/api.ts";
import type { Shop } from "./harness.ts";

/** What an operation took behind the gateway. */
export interface CallCount {
  /** Methods that were called, by name: each as often as it was. */
  readonly rpcs: readonly string[];
  readonly statements: number;
  readonly errors: readonly unknown[];
}

const statementsOf = (shop: Shop): number =>
  Object.values(shop.stack.engines.sqlServed()).reduce((sum, { statements }) => sum + statements, 0);

/** Waits until what earlier operations left to be done is done. */
async function waitUntilIdle(shop: Shop): Promise<number> {
  for (let before = -1; ; ) {
    const now = statementsOf(shop);
    if (now === before) return now;
    before = now;
    await new Promise((later) => setTimeout(later, 300));
  }
}

/** Runs an operation while nothing else goes on, and counts the calls and the SQL statements that it took. */
export async function countCalls(shop: Shop, { url, token }: Api, query: string, variables: object = {}): Promise<CallCount> {
  const traceId = crypto.randomUUID().replaceAll("-", "");
  const before = await waitUntilIdle(shop);
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      traceparent: `00-${traceId}-${"1".repeat(16)}-01`,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables }),
  });
  const { errors = [] } = (await response.json()) as { errors?: readonly unknown[] };
  const lines = await linesOf(shop, traceId);
  const rpcs = lines.filter(({ message }) => message === "rpc").map(({ method }) => method);
  return { rpcs: rpcs.sort(), statements: statementsOf(shop) - before, errors };
}

interface Line {
  readonly message: string;
  readonly method: string;
}

/** The log lines of a request, once the gateway's own, which is the last, is there. */
async function linesOf(shop: Shop, traceId: string): Promise<readonly Line[]> {
  for (;;) {
    const found = shop
      .logs()
      .split("\n")
      .filter((line) => line.includes(traceId));
    const lines = found.map((line) => JSON.parse(line) as Line);
    if (lines.some(({ message }) => message === "request")) return lines;
    await new Promise((later) => setTimeout(later, 20));
  }
}
