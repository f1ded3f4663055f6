import type { MessageInitShape } from "@bufbuild/protobuf";
import {
  type ImportOutcomeSchema,
  type ImportProductsRequest,
  ImportOutcome_Result as Outcome,
} from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { invalid } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { maxCounts } from "../domain/limits.ts";
import { parseImportItem } from "../imports/import-items.ts";
import { type ImportOutcome, importItems } from "../imports/import-products.ts";
import { actorOf } from "./shared/actor.ts";

const results = { created: Outcome.CREATED, updated: Outcome.UPDATED } as const;

/** Writes all valid items in one statement, and returns the reason for each rejected one. */
export async function importProducts({ items }: ImportProductsRequest, ctx: CatalogContext) {
  if (items.length > maxCounts.importItems)
    throw invalid("TOO_MANY", `At most ${maxCounts.importItems} are allowed in one request`, "items");
  return {
    outcomes: (await importItems(ctx, items.map(parseImportItem), { actor: actorOf(ctx.identity) })).map(
      toOutcomeMessage,
    ),
  };
}

function toOutcomeMessage(outcome: ImportOutcome): MessageInitShape<typeof ImportOutcomeSchema> {
  if (outcome.ok) return { result: results[outcome.value] };
  const { reason, message, field } = outcome.error;
  const prefix = field.length === 0 ? "" : `${field.join(".")}: `;
  return { result: Outcome.REFUSED, reason, message: `${prefix}${message}` };
}
