import type { Mutant } from "../mutant.ts";

const explanation = (test: string) => ["test/simulation/explanations.test.ts", test] as const;

export const explanationsMutants: readonly Mutant[] = [
  {
    name: "the buyer reads why the payment provider declined",
    file: "workers/order/domain/explaining.ts",
    find: "isStaff ? `The payment was declined:",
    replace: "isStaff || viewer ? `The payment was declined:",
    killedBy: explanation("has neither the reasons of the payment provider"),
  },
  {
    name: "an order that staff gave up is explained as cancelled by its buyer",
    file: "workers/order/domain/explaining.ts",
    find: "return past.at(-1)?.event.type === type;",
    replace: "return past.at(-2)?.event.type === type;",
    killedBy: explanation("is explained with the step that did not succeed, and with the decision"),
  },
];
