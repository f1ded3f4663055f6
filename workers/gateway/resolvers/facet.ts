import { pageSize } from "../graphql/connection.ts";
import type { FacetResolvers } from "../graphql/schema.generated.ts";

export const facet: FacetResolvers = {
  values: ({ values }, { first }) => {
    const size = pageSize(first, { defaultSize: 30, maxSize: 200 });
    return values.filter(({ selected }, index) => index < size || selected);
  },
};
