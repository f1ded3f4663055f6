import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { root } from "../../dev/build/root.ts";
import { exitOnHelp } from "../../dev/cli/shop/command.ts";
import { profiledRequests } from "../support/profiled-requests.ts";
import { readCapacityData } from "./data.ts";
import { createScenarioOfOrders, createScenarioOfUsers } from "./model.ts";
import { capacityPage, createScenarios, formatCapacity, renderCapacity } from "./page.ts";

/**
 * `npm run capacity [-- --users N] [--orders-per-second N]`: computes what a load needs from the budgets of
 * requests and from documented limits, and prints which limit is reached first. `--write` writes docs/performance/capacity.md.
 */
const usage = "Usage: npm run capacity -- [--users N] [--orders-per-second N] [--write]";
exitOnHelp(usage);

const { values } = parseArgs({
  options: {
    users: { type: "string", multiple: true, default: [] },
    "orders-per-second": { type: "string", multiple: true, default: [] },
    write: { type: "boolean", default: false },
  },
});
const data = readCapacityData();
const budgets = {
  list: profiledRequests.list.budget,
  search: profiledRequests.search.budget,
  login: profiledRequests.login.budget,
  order: profiledRequests.order.budget,
};
const requested = [
  ...values.users.map((users) => createScenarioOfUsers(Number(users), data)),
  ...values["orders-per-second"].map((orders) => createScenarioOfOrders(Number(orders), data)),
];
const tables = formatCapacity(requested.length > 0 ? requested : createScenarios(data), budgets, data);
console.log(tables);
if (values.write) {
  const page = join(root, capacityPage);
  writeFileSync(page, renderCapacity(readFileSync(page, "utf8"), budgets, data));
  console.log(`\nWritten to ${capacityPage}`);
}
