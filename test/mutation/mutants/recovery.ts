import type { Mutant } from "../mutant.ts";
import { anyOutage, anySingleFault, effectRecords, journal, promptRecovery, simulated } from "./tests.ts";

const recoveryByAlarm = simulated("is completed by its alarm within 15 s of a crash during a retry");
const oneAlarm = simulated("are five commits until CONFIRMED, and one alarm");
const ofFiles = (test: string) => ["test/faults/order-files.test.ts", test] as const;

export const recoveryMutants: readonly Mutant[] = [
  {
    name: "no alarm is set while a request runs the saga",
    file: "workers/order/saga/saga-runner.ts",
    find: "else if (this.#alarm.at === undefined ||",
    replace: "else if (this.#alarm.at !== undefined &&",
    killedBy: promptRecovery,
  },
  {
    name: "an alarm is set for now while a request runs the saga",
    file: "workers/order/saga/saga-runner.ts",
    find: "this.#running ??= Promise.resolve()\n        .then(() => this.#runDue())\n        .finally",
    replace: "this.#running ??= this.#runDue()\n        .finally",
    killedBy: oneAlarm,
  },
  {
    name: "the alarm is not set again after it has fired",
    file: "workers/order/saga/saga-runner.ts",
    find: "    this.#alarm.markFired();\n    this.#alarm.set(this.#runtime.now() + watchdogMs);",
    replace: "",
    killedBy: recoveryByAlarm,
  },
  {
    name: "a failed effect is not retried",
    file: "workers/order/saga/event-log.ts",
    find: "{ ...remember(effect, attempt), ...uncounted, dueAt }",
    replace: "{ ...remember(effect, attempt), ...uncounted, dueAt: dueAt * 1_000 }",
    killedBy: anySingleFault,
    hangs: true,
  },
  {
    name: "an exhausted effect is not recorded",
    file: "workers/order/domain/saga.ts",
    find: 'return [{ type: "EffectExhausted", effect, key, reason }];',
    replace: "return [];",
    killedBy: anyOutage,
  },
  {
    name: "an effect is deleted although its outcome could not be applied",
    file: "workers/order/saga/event-log.ts",
    find: '    this.#append({ command, actor: "system", traceId, spanId, now });',
    replace:
      '    this.#updatePending(sequence, (pending) => pending.filter((effect) => effect.index !== index));\n    this.#append({ command, actor: "system", traceId, spanId, now });',
    killedBy: journal("records nothing and keeps the effect pending"),
  },
  {
    name: "an unreadable order loses its alarm",
    file: "workers/order/order-object.ts",
    find: 'log("error", "order cannot be opened"',
    replace: 'throw error;\n      log("error", "order cannot be opened"',
    killedBy: ofFiles("schedules its alarm again after each failed alarm"),
  },
  {
    name: "the cron resumes the same unreadable order on every run",
    file: "workers/order/jobs/resume-overdue-orders.ts",
    find: "await updateDeadline(ctx.db, id, { from: startedAt, to: nextDeadline() }).catch(() => {});",
    replace: "",
    killedBy: ofFiles("does not stop the cron from resuming other orders"),
  },
  {
    name: "a webhook is marked as processed before it is processed",
    file: "workers/order/rpc/receive-payment-event.ts",
    find: "const order = await ctx.object(orderId).recheckPayment(causeOf(ctx));",
    replace:
      "await markWebhookProcessed(ctx.db, id, orderId);\n  const order = await ctx.object(orderId).recheckPayment(causeOf(ctx));",
    killedBy: [
      "workers/order/rpc/receive-payment-event.test.ts",
      "processes an event again when the Worker stopped while it processed the first delivery",
    ],
  },
  {
    name: "a given up effect shows as completed",
    file: "workers/order/saga/event-log.ts",
    find: 'isGivenUp: command.type === "exhausted"',
    replace: "isGivenUp: false",
    killedBy: effectRecords("are given up with the event that says so"),
  },
  {
    name: "the log of an earlier release does not get the column of ended effects",
    file: "workers/order/saga/event-store.ts",
    find: "if (this.#isCurrent) return;",
    replace: "if (!this.#isCurrent) return;",
    killedBy: effectRecords("gets the column for ended effects with the first write"),
  },
];
