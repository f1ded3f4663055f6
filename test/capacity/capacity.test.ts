import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../../dev/build/root.ts";
import { profiledRequests } from "../support/profiled-requests.ts";
import { type CapacityData, readCapacityData } from "./data.ts";
import {
  type Budgets,
  costOfDay,
  costOfMillion,
  createScenarioOfOrders,
  createScenarioOfUsers,
  invocationUses,
  needsOf,
  usesOf,
} from "./model.ts";
import { capacityPage, renderCapacity } from "./page.ts";

const none = { rpcs: [], roundTrips: 0, statements: 0, commits: 0, alarms: 0, payments: [], redis: [], events: 0 };

/** Budgets that do not change with the code. */
const budgets: Budgets = {
  list: { ...none, rpcs: ["ListProducts"], roundTrips: 1, redis: ["EVALSHA"] },
  search: { ...none, rpcs: ["SearchProducts"], roundTrips: 1, redis: ["EVALSHA"] },
  login: { ...none, rpcs: ["AuthenticateUser"], roundTrips: 2, redis: ["EVALSHA", "EVALSHA", "GET"] },
  order: {
    rpcs: ["PlaceOrder", "Reserve"],
    roundTrips: 4,
    statements: 5,
    commits: 3,
    alarms: 1,
    payments: ["POST /intents", "POST /capture"],
    redis: ["EVALSHA", "SET"],
    events: 2,
  },
};

const data: CapacityData = {
  ...readCapacityData(),
  cpuMs: {
    source: "",
    workers: { list: 2, search: 2, login: 30, order: 10 },
    database: { list: 0.5, search: 1, login: 1, order: 4 },
  },
};

describe("the load of a scenario", () => {
  it("is one request of each user per think time, 2 % of them orders", () => {
    const { rates } = createScenarioOfUsers(10_000, data);
    expect(rates.order).toBeCloseTo(40);
    expect(rates.login).toBeCloseTo(20);
    expect(rates.search).toBeCloseTo(300);
    expect(rates.list).toBeCloseTo(1_640);
  });

  it("of orders contains the requests of the users before them", () => {
    const { rates } = createScenarioOfOrders(40, data);
    expect(rates).toEqual(createScenarioOfUsers(10_000, data).rates);
  });

  it("leaves out lists and searches that are cached, but no order", () => {
    const cachedShare = { value: 0.9, source: "" };
    const { rates } = createScenarioOfOrders(40, { ...data, assumptions: { ...data.assumptions, cachedShare } });
    expect(rates.order).toBeCloseTo(40);
    expect(rates.list).toBeCloseTo(164);
  });
});

describe("the use of a limit", () => {
  it("counts a script of Redis with its commands", () => {
    expect(needsOf("login", budgets, data).redisCommands).toBe(2 * 4 + 1);
  });

  it("counts the requests to each endpoint of the payment provider apart", () => {
    const order = { ...budgets.order, payments: ["POST /intents", "POST /intents", "POST /capture"] };
    const { paymentRequests, paymentEndpoint } = needsOf("order", { ...budgets, order }, data);
    expect([paymentRequests, paymentEndpoint]).toEqual([3, 2]);
  });

  it("is computed for orders and the requests before them", () => {
    const uses = usesOf(createScenarioOfOrders(40, data), budgets, data);
    const needs = Object.fromEntries(uses.map(({ resource, need }) => [resource, Number(need.toPrecision(6))]));
    expect(needs).toEqual({
      paymentEndpoint: 40,
      paymentRequests: 80,
      webhooks: 120,
      redisCommands: 1_940 * 2 + 20 * 9 + 40 * 3,
      databaseConnections: 10.7,
      databaseCores: (1_640 * 0.5 + 300 + 20 + 40 * 4) / 1_000,
      queueMessages: 80,
      logEvents: (1_960 * 4 + 40 * 23) * 86_400,
    });
  });

  it("names the limit first that the fewest orders per second reach", () => {
    const uses = usesOf(createScenarioOfOrders(500, data), budgets, data);
    expect(uses.map(({ resource }) => resource).slice(0, 3)).toEqual([
      "paymentEndpoint",
      "paymentRequests",
      "logEvents",
    ]);
    expect(uses.slice(0, 2).map(({ reachedAt }) => Math.floor(reachedAt ?? 0))).toEqual([25, 50]);
    expect(uses.at(-1)).toMatchObject({ resource: "redisCommands", limit: undefined, reachedAt: undefined });
  });

  it("adds up the operations of one order for the limits of an invocation", () => {
    expect(invocationUses(budgets, data)).toEqual([
      { limit: "subrequests", used: 12 },
      { limit: "serviceBindings", used: 2 },
      { limit: "objectRequests", used: 2 },
    ]);
  });
});

describe("the cost", () => {
  it("of a million orders is the sum of what each of them uses", () => {
    const million = costOfMillion("order", budgets, data);
    const rounded = Object.fromEntries(Object.entries(million).map(([cost, usd]) => [cost, Number(usd.toFixed(3))]));
    expect(rounded).toEqual({
      workerRequest: 1.2,
      workerCpuMs: 0.2,
      objectRequest: 0.3,
      objectGbSecond: 3.125,
      objectRow: 7,
      queueOperation: 2.4,
      redisCommand: 6,
      // 4 ms of CPU, half of the compute is used: 2.22 CU-hours.
      databaseCuHour: 0.493,
      logEvent: 13.8,
    });
  });

  it("of a day is that of all requests at a constant rate", () => {
    const rates = { list: 0, search: 0, login: 0, order: 1 };
    const million = Object.values(costOfMillion("order", budgets, data)).reduce((sum, usd) => sum + usd, 0);
    expect(costOfDay({ name: "", rates }, budgets, data)).toBeCloseTo(million * 0.0864);
  });
});

describe("the data", () => {
  const { limits, perInvocation, prices, assumptions } = readCapacityData();

  it("names the source of each limit, price and assumption", () => {
    const all = [limits, perInvocation, prices, assumptions].flatMap((group) => Object.entries(group));
    expect(all.filter(([, { source }]) => source.trim() === "")).toEqual([]);
  });
});

it("docs/performance/capacity.md is what the budgets and limits result in: `npm run gen` writes it", () => {
  const page = readFileSync(join(root, capacityPage), "utf8");
  const { list, search, login, order } = profiledRequests;
  const current = { list: list.budget, search: search.budget, login: login.budget, order: order.budget };
  expect(page).toBe(renderCapacity(page, current, readCapacityData()));
});
