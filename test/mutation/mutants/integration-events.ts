import type { Mutant } from "../mutant.ts";
import { anyFaults, anySingleFault, published } from "./tests.ts";

export const integrationEventsMutants: readonly Mutant[] = [
  {
    name: "an integration event is published before it is on disk",
    file: "workers/order/saga/saga-runner.ts",
    find: "this.#log.settle(due, outcome, this.#runtime.now(), ended);",
    replace: "this.#log.settle(due, outcome, this.#runtime.now(), ended);\n      this.#publish();",
    killedBy: anyFaults,
  },
  {
    name: "an integration event contains the current state instead of the state of its event",
    file: "workers/order/saga/saga-runner.ts",
    find: "blocksCaller(due.effect) ? this.#log.state : this.#log.stateAt(due.sequence)",
    replace: "this.#log.state",
    killedBy: anySingleFault,
  },
  {
    name: "the response waits until integration events are published",
    file: "workers/order/domain/effects.ts",
    find: 'return type !== "publishFact" && !isTaxReport(type);',
    replace: "return !isTaxReport(type);",
    killedBy: published("delay no response and add no commit while the queue is down"),
  },
  {
    name: "no alarm is set for an integration event that the queue rejected",
    file: "workers/order/saga/saga-runner.ts",
    find: "    const next = this.#nextAlarmAt();",
    replace: "    const next = this.#nextDueAt();",
    killedBy: published("delay no response and add no commit while the queue is down"),
  },
  {
    name: "an integration event is given up during a long queue outage",
    file: "workers/order/domain/effects.ts",
    find: '    effect.type === "cancelUnpaid" ||\n    isFireAndForget(effect)',
    replace: '    effect.type === "cancelUnpaid" ||\n    effect.type === "projectOrder"',
    killedBy: published("delay no response and add no commit while the queue is down"),
  },
  {
    name: "the integration event of a confirmed order is not published",
    file: "workers/order/domain/effects-of.ts",
    find: '[{ type: "projectOrder" }, publish("confirmed")]',
    replace: '[{ type: "projectOrder" }]',
    killedBy: published("are published once each for an order that is"),
  },
];
