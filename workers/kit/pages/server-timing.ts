/** The parts of the time of one response, for the header `Server-Timing`. */
export interface ServerTiming {
  /** Adds a part. `description` says for example whether a response was cached. */
  add(name: string, startedAt: number, description?: string): void;
  /** Milliseconds since the request arrived. */
  readonly ms: number;
  /** Queries that the gateway ran, and those that it had in its cache. */
  readonly queries: number;
  readonly cachedQueries: number;
  toHeader(): string;
}

/** The description of a query whose response was cached. */
export const cached = "cached";

/** The clock of a Worker advances with I/O only, so rendering seems to take no time on Cloudflare. */
export function startServerTiming(): ServerTiming {
  const startedAt = Date.now();
  const parts: string[] = [];
  let queries = 0;
  let cachedQueries = 0;
  return {
    add: (name, partStartedAt, description) => {
      if (description === cached) cachedQueries++;
      else if (name === "gateway") queries++;
      parts.push(format(name, Date.now() - partStartedAt, description));
    },
    get ms() {
      return Date.now() - startedAt;
    },
    get queries() {
      return queries;
    },
    get cachedQueries() {
      return cachedQueries;
    },
    toHeader: () => [format("total", Date.now() - startedAt), ...parts].join(", "),
  };
}

function format(name: string, ms: number, description?: string): string {
  return `${name};dur=${ms}${description === undefined ? "" : `;desc="${description}"`}`;
}
