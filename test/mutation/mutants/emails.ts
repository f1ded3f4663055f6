import type { Mutant } from "../mutant.ts";
import { restocked } from "./tests.ts";

const orderEmail = (test: string) => ["workers/order/domain/order-email.test.ts", test] as const;

export const emailsMutants: readonly Mutant[] = [
  {
    name: "a redelivered event sends its email again",
    file: "workers/account/store/order-emails.ts",
    find: "on conflict (event_id) do nothing returning event_id",
    replace: "on conflict (event_id) do update set at = now() returning event_id",
    killedBy: ["test/e2e/order-emails.test.ts", "is sent once with lines, totals and address"],
  },
  {
    name: "the key of an order email at the mail provider differs for each attempt",
    file: "workers/account/mail/send-order-email.ts",
    find: "to, idempotencyKey });",
    replace: "to, idempotencyKey: idempotencyKey + ctx.now() });",
    killedBy: ["test/e2e/order-emails.test.ts", "is sent once when the service fails between sending it and deleting"],
  },
  {
    name: "a pending refund sends its email before it is completed",
    file: "workers/order/domain/order-email.ts",
    find: "return event.isPending === true ? undefined : createRefundEmail",
    replace: "return createRefundEmail",
    killedBy: orderEmail("sends one for a pending refund when it is completed, and none when it fails"),
  },
  {
    name: "an order that was never paid sends an email about its cancellation",
    file: "workers/order/domain/order-email.ts",
    find: "isFirst && isPaid(events)",
    replace: "isFirst",
    killedBy: orderEmail("sends none before the payment, or for a cart"),
  },
  {
    name: "the refund of a cancellation sends an email of its own",
    file: "workers/order/domain/order-email.ts",
    find: "return state.compensation === undefined ? ",
    replace: "return state.status !== undefined ? ",
    killedBy: orderEmail("sends one with the refunded amount, and none for its refund"),
  },
  {
    name: "emails about orders ignore the preference of the account",
    file: "workers/account/mail/send-order-email.ts",
    find: "user?.orderEmails !== true || to == null",
    replace: "user === undefined || to == null",
    killedBy: ["test/e2e/order-emails.test.ts", "to an account that wants none"],
  },
  {
    name: "an order with erased personal data sends emails",
    file: "workers/order/rpc/get-order-email.ts",
    find: "present === undefined || present.state.erased === true",
    replace: "present === undefined",
    killedBy: ["test/e2e/order-emails.test.ts", "for an order whose personal data was erased"],
  },
  {
    name: "contact email: partners see it",
    file: "workers/order/rpc/shared/mappers.ts",
    find: "if (partner !== undefined) return {};",
    replace: "if (partner?.tokenId === '') return {};",
    killedBy: ["test/e2e/order-contact.test.ts", "are those that a guest gave, and only the guest and staff see them"],
  },
  {
    name: "contact email: a part of it finds the order",
    file: "workers/order/store/order-lists.ts",
    find: "const isContact = eq(orders.emailKey, key);",
    replace: `const isContact = sql\`position(\${key} in \${orders.emailKey}) > 0\`;`,
    killedBy: [
      "test/e2e/order-contact.test.ts",
      "find a guest's order by its complete contact email in any case, and by no part of it",
    ],
  },
  {
    name: "contact email: a cart that is placed again keeps it",
    file: "workers/order/domain/evolve-cart.ts",
    find: "    email: undefined,\n",
    replace: "",
    killedBy: ["test/e2e/order-contact.test.ts", "do not stay when a rejected cart is placed again without them"],
  },
  {
    name: "contact email: emails about the order go to the account alone",
    file: "workers/account/mail/send-order-email.ts",
    find: "const to = email.order.email ?? user?.email;",
    replace: "const to = user?.email;",
    killedBy: ["test/e2e/order-emails.test.ts", "gets the emails about the order of a guest"],
  },
  {
    name: "an email says that a SKU is back while it is sold out",
    file: "workers/catalog/store/awaited-skus.ts",
    find: "and s.available > 0 and v.deleted_at is null",
    replace: "and v.deleted_at is null",
    killedBy: restocked("sends nothing while the SKU is still sold out"),
  },
  {
    name: "a request for an email about a SKU that is restocked meanwhile waits for the next change of its stock",
    file: "workers/catalog/store/awaited-skus.ts",
    find: "where available > 0 on conflict do nothing",
    replace: "where available < 0 on conflict do nothing",
    killedBy: restocked("sends its email immediately if the SKU is restocked meanwhile"),
  },
];
