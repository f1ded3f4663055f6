import type { ProfiledRequest } from "../support/profiled-requests.ts";
import { type CapacityData, type Cost, costs, type RequestName, type Resource, resources } from "./data.ts";

/** The operations of each request: the budget of `test/support/profiled-requests.ts`. */
export type Budgets = Readonly<Record<RequestName, ProfiledRequest["budget"]>>;

/** Requests per second, by kind. */
export type Rates = Readonly<Record<RequestName, number>>;

export interface Scenario {
  readonly name: string;
  readonly rates: Rates;
}

const requestNames = ["list", "search", "login", "order"] as const satisfies readonly RequestName[];

/** Returns the requests of `users` concurrent users: each sends one, and thinks. */
export function createScenarioOfUsers(users: number, data: CapacityData): Scenario {
  const total = users / data.assumptions.thinkSeconds.value;
  return { name: `${format(users)} users`, rates: toRates(total, data) };
}

/** Returns the requests of a shop with this many orders per second: the orders, and the requests of the users before them. */
export function createScenarioOfOrders(ordersPerSecond: number, data: CapacityData): Scenario {
  return {
    name: `${format(ordersPerSecond)} orders/s`,
    rates: toRates(ordersPerSecond / data.assumptions.orderShare.value, data),
  };
}

/** Only requests that a Worker executes count: cached lists and searches need nothing of what is limited. */
function toRates(total: number, { assumptions }: CapacityData): Rates {
  const { orderShare, searchShare, loginShare, cachedShare } = assumptions;
  const executed = 1 - cachedShare.value;
  return {
    order: total * orderShare.value,
    login: total * loginShare.value,
    search: total * searchShare.value * executed,
    list: total * (1 - orderShare.value - loginShare.value - searchShare.value) * executed,
  };
}

/** Returns what one request uses of each resource. Times a rate, it is what is used per second, at a time or per day. */
export function needsOf(name: RequestName, budgets: Budgets, data: CapacityData): Readonly<Record<Resource, number>> {
  const { payments, roundTrips, events } = budgets[name];
  const { assumptions, cpuMs } = data;
  const isOrder = name === "order";
  const byEndpoint = Object.values(Object.groupBy(payments, (endpoint) => endpoint)).map((same) => same?.length ?? 0);
  const logs = isOrder ? assumptions.logEventsPerOrder.value : assumptions.logEventsPerRead.value;
  return {
    paymentRequests: payments.length,
    paymentEndpoint: Math.max(0, ...byEndpoint),
    webhooks: isOrder ? assumptions.webhooksPerOrder.value : 0,
    redisCommands: billedCommands(name, budgets[name], data),
    databaseConnections: (roundTrips * assumptions.roundTripMs.value) / 1_000,
    databaseCores: cpuMs.database[name] / 1_000,
    queueMessages: events,
    logEvents: logs * 86_400,
  };
}

/** A script is billed with the commands that it runs. One of a request counts its quota, the others limit attempts. */
function billedCommands(name: RequestName, { redis }: Budgets[RequestName], { assumptions }: CapacityData): number {
  const scripts = redis.filter((command) => command.startsWith("EVAL")).length;
  // A sign-in is a cheap request without an account: the platform limits it.
  const quotas = name === "login" ? 0 : Math.min(scripts, 1);
  const { commandsPerQuota, commandsPerScript } = assumptions;
  return quotas * commandsPerQuota.value + (scripts - quotas) * commandsPerScript.value + redis.length - scripts;
}

/** How much of a limit a scenario uses. */
export interface Use {
  readonly resource: Resource;
  readonly need: number;
  /** Undefined without a documented limit. */
  readonly limit: number | undefined;
  /** The part that the orders themselves need. */
  readonly needOfOrders: number;
  /** The orders per second at which this limit is reached, with the requests before them. */
  readonly reachedAt: number | undefined;
}

/** Returns what a scenario uses, the first limit that is reached first. */
export function usesOf({ rates }: Scenario, budgets: Budgets, data: CapacityData): readonly Use[] {
  const needs = requestNames.map((name) => ({ name, needs: needsOf(name, budgets, data) }));
  return resources
    .map((resource) => {
      const need = needs.reduce((sum, each) => sum + rates[each.name] * each.needs[resource], 0);
      const { perSecond, concurrent, perDay } = data.limits[resource];
      const limit = perSecond ?? concurrent ?? perDay;
      const needOfOrders = rates.order * needsOf("order", budgets, data)[resource];
      const reachedAt = limit === undefined || need === 0 ? undefined : (rates.order * limit) / need;
      return { resource, need, limit, needOfOrders, reachedAt };
    })
    .toSorted((a, b) => (a.reachedAt ?? Number.POSITIVE_INFINITY) - (b.reachedAt ?? Number.POSITIVE_INFINITY));
}

/** Returns the units of each price that one request needs. */
function unitsOf(name: RequestName, budgets: Budgets, data: CapacityData): Readonly<Record<Cost, number>> {
  const budget = budgets[name];
  const { assumptions, cpuMs } = data;
  const isOrder = name === "order";
  const objectRequests = isOrder ? assumptions.objectCallsPerOrder.value + budget.alarms : 0;
  const cuHours = cpuMs.database[name] / 1_000 / 3_600 / assumptions.databaseUtilization.value;
  return {
    // The gateway calls the services through service bindings, which are not billed.
    workerRequest: 1 + (isOrder ? assumptions.webhooksPerOrder.value : 0),
    workerCpuMs: cpuMs.workers[name],
    objectRequest: objectRequests,
    objectGbSecond: isOrder ? assumptions.objectSeconds.value * assumptions.objectGb.value : 0,
    objectRow: budget.commits * assumptions.rowsPerCommit.value + budget.alarms,
    queueOperation: budget.events * assumptions.operationsPerMessage.value,
    redisCommand: billedCommands(name, budget, data),
    databaseCuHour: cuHours,
    logEvent: isOrder ? assumptions.logEventsPerOrder.value : assumptions.logEventsPerRead.value,
  };
}

/** Returns the US dollars of a million requests of one kind, by price. */
export function costOfMillion(name: RequestName, budgets: Budgets, data: CapacityData): Readonly<Record<Cost, number>> {
  const units = unitsOf(name, budgets, data);
  const entries = costs.map((cost) => [
    cost,
    (units[cost] * 1_000_000 * data.prices[cost].usd) / data.prices[cost].per,
  ]);
  return Object.fromEntries(entries) as Record<Cost, number>;
}

/** Returns the US dollars of a day at a constant rate. */
export function costOfDay({ rates }: Scenario, budgets: Budgets, data: CapacityData): number {
  return requestNames.reduce((sum, name) => {
    const million = Object.values(costOfMillion(name, budgets, data)).reduce((all, usd) => all + usd, 0);
    return sum + (rates[name] * 86_400 * million) / 1_000_000;
  }, 0);
}

/** What one request uses of the limits for an invocation. */
export interface InvocationUse {
  readonly limit: keyof CapacityData["perInvocation"];
  readonly used: number;
}

/** Returns the largest use of one order. It counts the operations of all Workers as if one invocation had caused them. */
export function invocationUses({ order }: Budgets, data: CapacityData): readonly InvocationUse[] {
  const { rpcs, roundTrips, payments, redis, events } = order;
  return [
    { limit: "subrequests", used: rpcs.length + roundTrips + payments.length + redis.length + events },
    { limit: "serviceBindings", used: rpcs.length },
    { limit: "objectRequests", used: data.assumptions.objectCallsPerOrder.value + order.alarms },
  ];
}

function format(value: number): string {
  return value.toLocaleString("en-US");
}
