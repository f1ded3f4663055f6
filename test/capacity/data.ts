import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../dev/build/root.ts";

/** A documented limit of a resource that all requests share. Without a number, there is no documented limit. */
export interface Limit {
  readonly name: string;
  /** Per second. `concurrent` counts what is in use at a time, and `perDay` what is used in a day. */
  readonly perSecond?: number | null;
  readonly concurrent?: number;
  readonly perDay?: number;
  readonly source: string;
  /** What raises the limit, or lowers the need. */
  readonly knob: string;
}

export interface InvocationLimit {
  readonly name: string;
  readonly max: number;
  readonly source: string;
}

export interface Price {
  readonly name: string;
  readonly usd: number;
  /** The number of units that `usd` pays for. */
  readonly per: number;
  readonly source: string;
}

export const resources = [
  "paymentRequests",
  "paymentEndpoint",
  "webhooks",
  "redisCommands",
  "databaseConnections",
  "databaseCores",
  "queueMessages",
  "logEvents",
] as const;
export type Resource = (typeof resources)[number];

export const costs = [
  "workerRequest",
  "workerCpuMs",
  "objectRequest",
  "objectGbSecond",
  "objectRow",
  "queueOperation",
  "redisCommand",
  "databaseCuHour",
  "logEvent",
] as const;
export type Cost = (typeof costs)[number];

export type RequestName = "list" | "search" | "login" | "order";

type Assumption =
  | "thinkSeconds"
  | "orderShare"
  | "searchShare"
  | "loginShare"
  | "cachedShare"
  | "commandsPerQuota"
  | "commandsPerScript"
  | "webhooksPerOrder"
  | "objectCallsPerOrder"
  | "objectSeconds"
  | "objectGb"
  | "rowsPerCommit"
  | "operationsPerMessage"
  | "logEventsPerOrder"
  | "logEventsPerRead"
  | "roundTripMs"
  | "databaseUtilization";

/** Limits, prices and assumptions, each with its source. */
export interface CapacityData {
  readonly checkedAt: string;
  readonly limits: Readonly<Record<Resource, Limit>>;
  readonly perInvocation: Readonly<Record<"subrequests" | "serviceBindings" | "objectRequests", InvocationLimit>>;
  readonly prices: Readonly<Record<Cost, Price>>;
  readonly assumptions: Readonly<Record<Assumption, { readonly value: number; readonly source: string }>>;
  /** Measured CPU milliseconds of a request. */
  readonly cpuMs: {
    readonly source: string;
    readonly workers: Readonly<Record<RequestName, number>>;
    readonly database: Readonly<Record<RequestName, number>>;
  };
}

export function readCapacityData(): CapacityData {
  return JSON.parse(readFileSync(join(root, "test/capacity/limits.json"), "utf8")) as CapacityData;
}
