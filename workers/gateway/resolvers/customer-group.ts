import { findCustomerGroup } from "../data/customer-groups.ts";
import type { CustomerGroupResolvers } from "../graphql/schema.generated.ts";

export const customerGroup: CustomerGroupResolvers = {
  __resolveReference: ({ id }, ctx) => findCustomerGroup(ctx, id),
};
