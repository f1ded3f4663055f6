import type { Mutant } from "../mutant.ts";

export const outboundRequestsMutants: readonly Mutant[] = [
  {
    name: "a Worker may send requests to any host",
    file: "workers/kit/outbound-fetch.ts",
    find: "if (kind !== undefined) return kind;",
    replace: 'return kind ?? "http";',
    killedBy: ["workers/kit/outbound-fetch.test.ts", "rejects other hosts, ports and schemes"],
  },
  {
    name: "a request follows a redirect to another host",
    file: "workers/kit/outbound-fetch.ts",
    find: '{ ...init, redirect: "manual" }',
    replace: '{ redirect: "manual", ...init }',
    killedBy: ["workers/kit/outbound-fetch.test.ts", "follows no redirect, even if the caller asks for it"],
  },
];
