import type { Mutant } from "../mutant.ts";
import { quoted } from "./tests.ts";

const customerGroups = (test: string) => ["test/e2e/customer-groups.test.ts", test] as const;
const groupPrices = (test: string) => ["test/e2e/customer-prices.test.ts", test] as const;

export const customerGroupsMutants: readonly Mutant[] = [
  {
    name: "customer groups: a quote ignores the groups of the caller",
    file: "workers/order/rpc/shared/customer.ts",
    find: "groupIds: customerGroupIds, keys: [accountId]",
    replace: "groupIds: [], keys: [accountId]",
    killedBy: groupPrices("has the prices and promotions of the customer's own groups"),
  },
  {
    name: "customer groups: a list for groups applies to all customers",
    file: "workers/catalog/store/winning-price.ts",
    find: "or l.customer_group_ids &&",
    replace: "or true or l.customer_group_ids &&",
    killedBy: quoted("apply to their markets, customer groups and currencies only"),
  },
  {
    name: "customer groups: the access token has no groups",
    file: "workers/account/auth/tokens.ts",
    find: "{ groups: [...customerGroupIds] }",
    replace: "{}",
    killedBy: ["workers/account/auth/tokens.test.ts", "sets the customer groups of accounts that have some"],
  },
  {
    name: "customer groups: a catalog manager who sets groups reads the account",
    file: "workers/account/rpc/set-customer-groups.ts",
    find: "user !== undefined && canReadUser(ctx, userId)",
    replace: "user !== undefined",
    killedBy: customerGroups("are set by catalog managers without reading the account"),
  },
  {
    name: "customer groups: a repeated change is an event of its own",
    file: "workers/account/rpc/set-customer-groups.ts",
    find: "if (added.length === 0 && removed.length === 0) return false;",
    replace: "",
    killedBy: customerGroups("change once with an event in the audit trail"),
  },
  {
    name: "customer groups: a customer finds all groups by their ids",
    file: "workers/gateway/data/customer-groups.ts",
    find: "const groups = isMemberAtMost",
    replace: "const groups = false",
    killedBy: customerGroups("are found by their members by id"),
  },
];
