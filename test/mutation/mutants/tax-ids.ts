import type { Mutant } from "../mutant.ts";

export const taxIdsMutants: readonly Mutant[] = [
  ...[
    [
      "an unverified number buys without tax",
      'taxId?.status !== "VERIFIED"',
      "taxId === undefined",
      "is false for a register that",
    ],
    [
      "a business of the shop's own member state buys without tax",
      "buyer !== shop && ",
      "",
      "is false for a number of the shop's member state",
    ],
    ["goods that stay in the country are sold without tax", " && goods !== shop", "", "is false for goods that stay"],
    [
      "goods that leave the EU have reverse charge",
      "goods !== undefined && ",
      "",
      "is false for goods to a country outside the EU",
    ],
  ].map(
    ([name = "", find = "", replace = "", title = ""]): Mutant => ({
      name: `reverse charge: ${name}`,
      file: "workers/order/domain/pricing/reverse-charge.ts",
      find,
      replace,
      killedBy: ["workers/order/domain/pricing/reverse-charge.test.ts", title],
    }),
  ),
  {
    name: "reverse charge: the reservation adds the tax again",
    file: "workers/order/domain/placing.ts",
    find: "toTerms(quote, pricing, isReverseCharge === true)",
    replace: "toTerms(quote, pricing, false)",
    killedBy: ["workers/order/domain/order-tax-id.test.ts", "has no tax at the reservation either"],
  },
  {
    name: "tax ids: a cart that is placed again has the tax id of its former placement",
    file: "workers/order/domain/evolve-cart.ts",
    find: "    taxId: undefined,\n",
    replace: "",
    killedBy: ["workers/order/domain/order-tax-id.test.ts", "has no tax id of a former placement"],
  },
  {
    name: "tax ids: a repeated request must have the account's tax id of before",
    file: "workers/order/rpc/place-order.ts",
    find: "request.taxId === undefined ? {} : {",
    replace: "(request.taxId ?? request.accountTaxId) === undefined ? {} : { accountTaxId: request.accountTaxId,",
    killedBy: ["test/e2e/tax-ids.test.ts", "has the account's tax id, unless the input names another one or none"],
  },
  {
    name: "tax ids: a visitor verifies numbers without a limit",
    file: "workers/kit/tax-ids/vies.ts",
    find: "await requireAllowed?.();",
    replace: "",
    killedBy: ["test/e2e/tax-ids.test.ts", "one network address verifies twenty tax ids a minute"],
  },
  {
    name: "tax ids: one that a stranger stored stays when the owner proves the address",
    file: "workers/account/store/credential-statements.ts",
    find: "  taxId: null,\n",
    replace: "",
    killedBy: ["test/trials/accounts.test.ts", "removes what a stranger entered before"],
  },
  {
    name: "tax ids: an error of VIES counts as a confirmation",
    file: "workers/kit/tax-ids/vies.ts",
    find: "response.ok && error === undefined && body.actionSucceed !== false",
    replace: "body.valid !== undefined",
    killedBy: ["workers/kit/tax-ids/vies.test.ts", "reads a server error that says valid as UNAVAILABLE"],
  },
  {
    name: "tax ids: a status never expires",
    file: "workers/kit/tax-ids/vies.ts",
    find: 'if (taxId.status !== "UNAVAILABLE") verified.set(key, taxId, Date.now() + ttlMs[taxId.status]);',
    replace: 'if (taxId.status !== "UNAVAILABLE") verified.set(key, taxId);',
    killedBy: ["workers/kit/tax-ids/vies.test.ts", "calls the register once within ten minutes"],
  },
];
