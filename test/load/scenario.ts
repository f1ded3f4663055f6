import { readFileSync } from "node:fs";
import type { Dependency } from "../faults/shop-with-faulty-dependencies.ts";

export const journeyNames = ["browse", "search", "cart", "order"] as const;
export type JourneyName = (typeof journeyNames)[number];

/** A fault of one dependency for the length of a phase. */
export interface Fault {
  readonly dependency: Dependency;
  readonly type: "lost" | "slow";
}

/** A part of a scenario. The rate of arrivals changes linearly from `from` to `to`. */
export interface Phase {
  readonly name: string;
  readonly seconds: number;
  /** The length in the short form. The default is `seconds`. */
  readonly shortSeconds?: number;
  readonly from: number;
  readonly to: number;
  readonly fault?: Fault;
}

/** What must hold. A criterion that depends on the speed of the machine is reported only in the short form. */
export interface Criteria {
  /** The maximum share of requests that fail: neither served, nor rejected with 503 or 429 and `Retry-After`. */
  readonly failedShare?: number;
  /** The minimum share of admitted orders that are confirmed. */
  readonly admittedOrders?: number;
  /** The minimum goodput of the phase `2x`, as a share of the highest goodput of all phases; and in the short form. */
  readonly overloadGoodput?: number;
  readonly shortOverloadGoodput?: number;
  /** The phase after a disturbance is as fast as the first phase again within this time. */
  readonly recoverySeconds?: number;
  /** Depends on the machine: the 99th percentile of rejected requests, in the phase `2x`. */
  readonly shedP99Ms?: number;
  /** Depends on the machine: the 95th percentile of served requests. */
  readonly p95Ms?: number;
  /** All units of the SKU are sold, and no more. */
  readonly sellsOut?: boolean;
  /** The maximum growth of the resident memory of a process, from the middle third to the last third. */
  readonly memoryGrowth?: number;
}

export interface Scenario {
  readonly description: string;
  /**
   * The unit of `from` and `to`. "users" send a request each `thinkSeconds`. "capacity" is a multiple of the throughput
   * of the mix that the driver measures first.
   */
  readonly unit: "users" | "capacity";
  /** The shares of the journeys, in percent. The default is the mix of the file. */
  readonly mix?: Mix;
  /** The number of units of the one SKU that all orders contain. */
  readonly flashSaleUnits?: number;
  readonly phases: readonly Phase[];
  readonly criteria: Criteria;
}

export type Mix = Readonly<Record<JourneyName, number>>;

export interface ScenarioFile {
  readonly seed: number;
  readonly thinkSeconds: number;
  /** Served requests within this time count as timely. */
  readonly timelyWithinMs: number;
  readonly mix: Mix;
  readonly scenarios: Readonly<Record<string, Scenario>>;
}

export const scenarioFile = JSON.parse(readFileSync(`${import.meta.dirname}/scenarios.json`, "utf8")) as ScenarioFile;

/** Returns the phases with the lengths of the short or the long form. */
export function phasesOf({ phases }: Scenario, isShort: boolean): readonly Phase[] {
  return phases.map((phase) => (isShort ? { ...phase, seconds: phase.shortSeconds ?? phase.seconds } : phase));
}
