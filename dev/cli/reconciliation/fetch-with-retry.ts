import { type Api, sendGraphql } from "../shop/api.ts";

const retryDelayMs = 5_000;

/** Sends a GraphQL request and returns its data. Retries while the rate limit is exceeded. Throws any other error. */
export async function fetchRespectingRateLimit<T>(api: Api, query: string, variables: object): Promise<T> {
  for (;;) {
    const { data, errors } = await sendGraphql<T>(api, query, variables);
    const limited = errors?.some(({ extensions }) => extensions?.code === "RATE_LIMITED");
    if (limited) await new Promise((resolve) => setTimeout(resolve, retryDelayMs));
    else if (errors !== undefined || data === undefined)
      throw new Error(errors?.[0]?.message ?? "The response has no data");
    else return data;
  }
}
