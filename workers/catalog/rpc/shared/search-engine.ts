import { Code } from "@connectrpc/connect";
import { Failure } from "../../../kit/errors/failure.ts";
import type { CatalogContext } from "../../context.ts";

/** Returns the function that continues a reindex. Throws NO_SEARCH_ENGINE when there is no search engine. */
export function requireSearchEngine({
  continueReindex,
}: Pick<CatalogContext, "continueReindex">): NonNullable<CatalogContext["continueReindex"]> {
  if (continueReindex !== undefined) return continueReindex;
  throw new Failure(
    Code.FailedPrecondition,
    "NO_SEARCH_ENGINE",
    "This deployment searches in Postgres and has no search index",
  );
}
