import type { Api } from "../../dev/cli/shop/api.ts";
import type { Shop } from "./harness.ts";

/** The work that an operation causes behind the gateway. */
export interface CallCount {
  /** The names of the RPCs, sorted. A method that is called twice is listed twice. */
  readonly rpcs: readonly string[];
  readonly statements: number;
  readonly errors: readonly unknown[];
}

const statementsOf = (shop: Shop): number =>
  Object.values(shop.stack.services.sqlServed()).reduce((sum, { statements }) => sum + statements, 0);

/** Waits until no SQL statement runs for 300 ms, so that the work of earlier operations is done. */
async function waitUntilIdle(shop: Shop): Promise<number> {
  for (let before = -1; ; ) {
    const now = statementsOf(shop);
    if (now === before) return now;
    before = now;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

/** Runs an operation while the shop is idle, and counts its RPCs and SQL statements. */
export async function countCalls(
  shop: Shop,
  { url, token }: Api,
  query: string,
  variables: object = {},
): Promise<CallCount> {
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

/** Returns the log lines of a request. Waits for the gateway's access log line, which is written last. */
async function linesOf(shop: Shop, traceId: string): Promise<readonly Line[]> {
  for (;;) {
    const lines = shop
      .logs()
      .split("\n")
      .filter((line) => line.includes(traceId))
      .map((line) => JSON.parse(line) as Line);
    if (lines.some(({ message }) => message === "request")) return lines;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
