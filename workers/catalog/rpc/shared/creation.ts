import { sha256Hex } from "../../../kit/encoding.ts";
import type { CatalogContext } from "../../context.ts";
import type { Creation } from "../../store/creation.ts";
import { actorOf } from "./actor.ts";
import { parseIdempotencyName } from "./reservation-id.ts";

/** Returns what identifies a request that creates `created`. Undefined without an idempotency key. */
export async function toCreation(
  { identity }: CatalogContext,
  idempotencyKey: string | undefined,
  created: object,
): Promise<Creation | undefined> {
  if (idempotencyKey === undefined) return undefined;
  const name = parseIdempotencyName(idempotencyKey, "idempotencyKey");
  const text = JSON.stringify(created, (_key, value) => (typeof value === "bigint" ? String(value) : value));
  return { creationKey: `${actorOf(identity)}:${name}`, requestHash: await sha256Hex(text) };
}
