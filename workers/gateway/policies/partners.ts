import { Scope } from "../../../proto/gen/common/v1/permission_pb.js";
import type { Policy } from "./policy.ts";

/** The scopes that give a token access to methods. */
export type MethodScope = Exclude<Scope, Scope.UNSPECIFIED | Scope.STOREFRONT>;

/** The policy of a partner's call, by the scope that the method requires. */
export const partnerPolicies: Readonly<Record<MethodScope, Pick<Policy, "cost" | "class">>> = {
  [Scope.CATALOG_READ]: { cost: 10, class: "browse" },
  [Scope.CATALOG_WRITE]: { cost: 20, class: "browse" },
  [Scope.STOCK_WRITE]: { cost: 10, class: "browse" },
  [Scope.ORDER_READ]: { cost: 10, class: "browse" },
  [Scope.ORDER_FULFIL]: { cost: 10, class: "cart" },
  [Scope.ORDER_REFUND]: { cost: 20, class: "checkout" },
  [Scope.PRICING_WRITE]: { cost: 20, class: "browse" },
};
