import type { Mutant } from "../mutant.ts";
import { effectRecords } from "./tests.ts";

export const erasureMutants: readonly Mutant[] = [
  {
    name: "contact email: an order keeps it when its personal data is erased",
    file: "workers/order/domain/redaction.ts",
    find: 'email: "removed",',
    replace: 'email: "retained",',
    killedBy: ["test/e2e/order-contact.test.ts", "are erased from the log and from the list with the personal data"],
  },
  {
    name: "erasure: tracking numbers stay in the log of an order",
    file: "workers/order/domain/redaction.ts",
    find: 'trackingNumber: "removed"',
    replace: 'trackingNumber: "retained"',
    killedBy: ["workers/order/domain/redaction.test.ts", "removes what the customer and staff wrote"],
  },
  {
    name: "erasure: the ids of commands stay in the log of an order",
    file: "workers/order/saga/event-log.ts",
    find: "{ commandId: hash(commandId) }",
    replace: "{ commandId }",
    killedBy: ["workers/order/saga/event-log.test.ts", "replaces idempotency keys by hashes"],
  },
  {
    name: "erasure: a used key is not recognised",
    file: "workers/order/saga/event-log.ts",
    find: "...(this.#state.erased === true ? [hashKey(this.#state.id, commandId)] : [])",
    replace: "",
    killedBy: ["workers/order/saga/event-log.test.ts", "replaces idempotency keys by hashes"],
  },
  {
    name: "tax ids: erasure keeps the number",
    file: "workers/order/domain/redaction.ts",
    find: '"taxId.value": "removed"',
    replace: '"taxId.value": "retained"',
    killedBy: ["workers/order/domain/order-tax-id.test.ts", "keeps the status after erasure"],
  },
  {
    name: "erasure leaves the errors of attempts",
    file: "workers/order/saga/event-log.ts",
    find: 'attempt.error === undefined ? attempt : { ...attempt, error: "" }',
    replace: "attempt",
    killedBy: effectRecords("lose the reasons of their attempts when the personal data is erased"),
  },
  {
    name: "the error of an attempt has what a receiver quoted",
    file: "workers/order/saga/attempt-error.ts",
    find: 'id.test(text) ? whole : "…"',
    replace: "id.test(text) ? whole : whole",
    killedBy: effectRecords("Invalid name"),
  },
  {
    name: "erasure leaves the notes of staff",
    file: "workers/order/saga/note-store.ts",
    find: "erased !== undefined && this.#exists()",
    replace: "erased === undefined && this.#exists()",
    killedBy: ["workers/order/saga/note-store.test.ts", "are deleted by an erasure after them"],
  },
];
