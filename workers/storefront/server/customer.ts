import { GatewayError } from "../../kit/pages/gateway-error.ts";

interface Account {
  readonly roles: readonly string[];
}

/** Returns whether the session is that of a customer, and not that of a guest. */
export function isCustomer<A extends Account>(me: A | null): me is A {
  return me !== null && !me.roles.includes("GUEST");
}

/** Returns the account of a customer. Otherwise throws UNAUTHENTICATED, which leads to the sign-in. */
export function requireCustomer<A extends Account>(me: A | null): A {
  if (isCustomer(me)) return me;
  throw new GatewayError("UNAUTHENTICATED", "The page needs an account");
}
