import type { FacetValue } from "../../../proto/gen/catalog/v1/catalog_pb.js";

/** A value of a facet. A value of the facet `category` has the slugs of its facet. */
export type ValueOfFacet = Pick<FacetValue, "value" | "count" | "selected"> & { readonly slugs?: ReadonlySet<string> };
