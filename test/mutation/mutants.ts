import type { Mutant } from "./mutant.ts";
import { accountsMutants } from "./mutants/accounts.ts";
import { amountsMutants } from "./mutants/amounts.ts";
import { auditTrailMutants } from "./mutants/audit-trail.ts";
import { callsWithoutResponseMutants } from "./mutants/calls-without-response.ts";
import { cartsMutants } from "./mutants/carts.ts";
import { cartsPlacedAgainMutants } from "./mutants/carts-placed-again.ts";
import { catalogMutants } from "./mutants/catalog.ts";
import { compensationMutants } from "./mutants/compensation.ts";
import { customerGroupsMutants } from "./mutants/customer-groups.ts";
import { durabilityMutants } from "./mutants/durability.ts";
import { emailsMutants } from "./mutants/emails.ts";
import { erasureMutants } from "./mutants/erasure.ts";
import { explanationsMutants } from "./mutants/explanations.ts";
import { gatewayMutants } from "./mutants/gateway.ts";
import { idempotencyMutants } from "./mutants/idempotency.ts";
import { integrationEventsMutants } from "./mutants/integration-events.ts";
import { keysMutants } from "./mutants/keys.ts";
import { orderListsMutants } from "./mutants/order-lists.ts";
import { outboundRequestsMutants } from "./mutants/outbound-requests.ts";
import { pagesMutants } from "./mutants/pages.ts";
import { placingWithPromotionsMutants } from "./mutants/placing-with-promotions.ts";
import { pricesByLineMutants } from "./mutants/prices-by-line.ts";
import { promotionsMutants } from "./mutants/promotions.ts";
import { recoveryMutants } from "./mutants/recovery.ts";
import { restoredDatabasesMutants } from "./mutants/restored-databases.ts";
import { searchMutants } from "./mutants/search.ts";
import { stockMutants } from "./mutants/stock.ts";
import { subscriptionsMutants } from "./mutants/subscriptions.ts";
import { taxIdsMutants } from "./mutants/tax-ids.ts";
import { unitsMutants } from "./mutants/units.ts";

/** Mutants by topic. */
export const mutantTopics: readonly (readonly [topic: string, mutants: readonly Mutant[]])[] = [
  ["Idempotency keys and retries", idempotencyMutants],
  ["Calls without a response", callsWithoutResponseMutants],
  ["Durability before side effects", durabilityMutants],
  ["Recovery after a crash", recoveryMutants],
  ["Compensation", compensationMutants],
  ["A cart that is placed again", cartsPlacedAgainMutants],
  ["Prices and amounts", amountsMutants],
  ["Placing with price lists and promotions", placingWithPromotionsMutants],
  ["Stock, against a real database", stockMutants],
  ["Promotions, against a real database", promotionsMutants],
  ["Catalog", catalogMutants],
  ["Emails", emailsMutants],
  ["Carts", cartsMutants],
  ["Storefront and console", pagesMutants],
  ["Integration events", integrationEventsMutants],
  ["Subscriptions to an order", subscriptionsMutants],
  ["Gateway", gatewayMutants],
  ["Accounts", accountsMutants],
  ["Search", searchMutants],
  ["Prices and refunds by line", pricesByLineMutants],
  ["Units of an order", unitsMutants],
  ["Order lists", orderListsMutants],
  ["Erasure of personal data", erasureMutants],
  ["Restored databases", restoredDatabasesMutants],
  ["Keys and database roles", keysMutants],
  ["Audit trail", auditTrailMutants],
  ["Customer groups", customerGroupsMutants],
  ["Tax ids and reverse charge", taxIdsMutants],
  ["Requests to other hosts", outboundRequestsMutants],
  ["Explanations", explanationsMutants],
];

export const mutants: readonly Mutant[] = mutantTopics.flatMap(([, each]) => each);
