import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { SearchAdminService } from "../../../proto/gen/catalog/v1/search_admin_pb.js";
import type { GatewayContext } from "../context.ts";
import { pageSize } from "../graphql/connection.ts";
import { mutationPayload } from "../graphql/errors.ts";
import { required } from "./mappers/protobuf.ts";

const { method } = SearchAdminService;
const queryLimits = { defaultSize: 20, maxSize: 100 };

interface SearchQueriesArgs {
  readonly from: Date;
  readonly to: Date;
  readonly first?: number | null | undefined;
  readonly withoutResults: boolean;
}

/** Returns what was searched for in a period, most frequent first. */
export async function listSearchQueries({ services }: GatewayContext, args: SearchQueriesArgs) {
  const { from, to, first, withoutResults } = args;
  const size = pageSize(first, queryLimits);
  const request = { fromTime: timestampFromDate(from), toTime: timestampFromDate(to), size, withoutResults };
  return (await services.catalog(method.listSearchQueries, request)).queries;
}

/** Creates a group of synonyms, or replaces the words of the one with this id. */
export function saveSynonymGroup(
  { services }: GatewayContext,
  { words, ...target }: { readonly id?: string; readonly words: readonly string[] },
) {
  return mutationPayload({ synonymGroup: null }, async () => {
    const { group } = await services.catalog(method.saveSynonymGroup, { ...target, words: [...words] });
    return { synonymGroup: required(group, "the group of synonyms") };
  });
}
