import { type Api, sendGraphql } from "../shop/api.ts";

const busyMs = 5_000;

/** Asks the GraphQL endpoint, and again in a while where that is too much for its limits. Throws any other error. */
export async function fetchRespectingRateLimit<T>(api: Api, query: string, variables: object): Promise<T> {
  for (;;) {
    const { data, errors } = await sendGraphql<T>(api, query, variables);
    const limited = errors?.some(({ extensions }) => extensions?.code === "RATE_LIMITED");
    if (limited) await new Promise((later) => setTimeout(later, busyMs));
    else if (errors !== undefined || data === undefined) throw new Error(errors?.[0]?.message ?? "no answer");
    else return data;
  }
}
