import type { Mutant } from "../mutant.ts";
import { subscription } from "./tests.ts";

export const subscriptionsMutants: readonly Mutant[] = [
  {
    name: "subscribers receive events again that were only rewritten",
    file: "workers/order/subscriptions/subscribers.ts",
    find: "events.filter(({ sequence }) => sequence > lastSent)",
    replace: "events.filter(() => lastSent >= 0)",
    killedBy: subscription("sends every event of an order and completes"),
  },
  {
    name: "any account can watch an order",
    file: "workers/order/rpc/watch-order.ts",
    find: "if (!mayWatch(ctx, past.reduce(append, emptyHistory))) {",
    replace: "if (past.length === 0) {",
    killedBy: ["test/contract/streams.test.ts", "rejects orders of other accounts"],
  },
  {
    name: "a reconnecting subscriber ignores Last-Event-ID",
    file: "workers/gateway/resolvers/subscription.ts",
    find: "parseSequence(ctx.subscription.lastEventId) ?? after",
    replace: "after",
    killedBy: subscription("sends each event exactly once"),
  },
  {
    name: "all events of a subscription share the deadline of the first",
    file: "workers/gateway/subscriptions/execute.ts",
    find: "rootValue: event, contextValue }",
    replace: "rootValue: event }",
    killedBy: subscription("resumes an order that was evicted"),
  },
  {
    name: "a subscription of staff whose session cannot be checked gets the event",
    file: "workers/gateway/subscriptions/execute.ts",
    find: "if (checks === maxChecks || closed().aborted) throw error;",
    replace: "return { contextValue };",
    killedBy: [
      "workers/gateway/subscriptions/execute.test.ts",
      "gets no event when the check that was repeated finds its revocation",
    ],
  },
];
