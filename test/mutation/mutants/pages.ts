import type { Mutant } from "../mutant.ts";

export const pagesMutants: readonly Mutant[] = [
  {
    name: "the replay of an order agrees with any order",
    file: "workers/console/domain/order-fields.ts",
    find: "before[name] !== after[name]",
    replace: "before[name] === undefined",
    killedBy: ["workers/console/islands/replay.test.ts", "shows what differs between two of its states"],
  },
  {
    name: "the waterfall draws waiting as an attempt",
    file: "workers/console/domain/waterfall.ts",
    find: 'parts.push(part("waiting", reached, from))',
    replace: 'parts.push(part("running", reached, from))',
    killedBy: ["workers/console/domain/waterfall.test.ts", "draws attempts as running"],
  },
  {
    name: "after a conflict, a field that the person did not change overwrites the value now",
    file: "workers/console/parts/product-conflict.ts",
    find: 'suggested: ours === before ? "now" : "mine"',
    replace: 'suggested: "mine"',
    killedBy: [
      "workers/console/parts/product-draft.test.ts",
      "suggests the value now only for what the person did not change",
    ],
  },
  {
    name: "the form of a product stores the price of a sale as the base price",
    file: "workers/console/parts/product-draft.ts",
    find: "toDecimalAmount(own ?? variant.price)",
    replace: "toDecimalAmount(variant.price)",
    killedBy: ["workers/console/parts/product-draft.test.ts", "carries everything of a product"],
  },
  {
    name: "storefronts: an API token without the scope can name a visitor",
    file: "workers/gateway/middleware/storefront-visitor.ts",
    find: "  requireScope(server, Scope.STOREFRONT);\n",
    replace: "",
    killedBy: ["test/e2e/storefront-visitors.test.ts", "a token without the STOREFRONT scope"],
  },
  {
    name: "storefronts: requests with a wrong token are not rate-limited",
    file: "workers/gateway/middleware/storefront-visitor.ts",
    find: "await rateLimitByIp(c);\n  const server",
    replace: '"anonymous";\n  const server',
    killedBy: ["test/e2e/storefront-visitors.test.ts", "counts requests with a guessed storefront token"],
  },
  {
    name: "storefront: a page of another site can send a form",
    file: "workers/kit/pages/csrf.ts",
    find: 'site === "same-origin"',
    replace: 'site !== "cross-site"',
    killedBy: ["workers/kit/pages/csrf.test.ts", "responds to POST with"],
  },
  {
    name: "storefront: the gateway gets cookies that are not of the session",
    file: "workers/kit/pages/cookie-jar.ts",
    find: "return [accessCookie, refreshCookie]",
    replace: "return [...values.keys()]",
    killedBy: ["workers/kit/pages/cookie-jar.test.ts", "sends the gateway the cookies of the session and no others"],
  },
  {
    name: "storefront: clients of the public API can name a visitor as pages do",
    file: "workers/gateway/http/page-request.ts",
    find: 'pageRequests.has(request) ? "x-stoa-visitor"',
    replace: 'request.headers.has("x-stoa-visitor") ? "x-stoa-visitor"',
    killedBy: ["test/e2e/storefront-visitors.test.ts", "cannot name another visitor with headers of their own"],
  },
];
