import { MethodOptions_IdempotencyLevel as Idempotency } from "@bufbuild/protobuf/wkt";
import type { BoundService } from "../../kit/connect/service.ts";
import { describeError, log } from "../../kit/observability/log.ts";
import type { CatalogContext } from "../context.ts";
import { type ClaimedChange, claimChanges, deadLetterChanges, deleteChanges } from "../store/outbox.ts";
import type { Change } from "./consumer.ts";

const batch = 500;
/** Changes that come this close together are told together. */
const gatherMs = 200;
/** The platform lets work go on for 30 s after an answer; what is left then is the cron's. */
const longestMs = 20_000;

/** Has the outbox relayed after every call that may have changed something. */
export function scheduleRelay(service: BoundService<CatalogContext>): BoundService<CatalogContext> {
  const methods = service.methods.map((method) => {
    if (method.kind !== "unary" || method.desc.idempotency === Idempotency.NO_SIDE_EFFECTS) return method;
    const call: typeof method.call = async (request, call, ctx) => {
      const response = await method.call(request, call, ctx);
      ctx.defer(relaySoon(ctx));
      return response;
    };
    return { ...method, call };
  });
  return { ...service, methods };
}

/** When the relay that is under way is over, at the latest; whether something has changed since it began. */
let busyUntil = 0;
let again = false;

/**
 * Relays in a moment, one relay at a time: whoever comes while one is under way leaves what it has changed to that one.
 * So an import is told as fast as the followers take it, and not faster.
 */
async function relaySoon(ctx: CatalogContext): Promise<void> {
  if (ctx.now() < busyUntil) {
    again = true;
    return;
  }
  const until = ctx.now() + longestMs;
  busyUntil = until;
  try {
    do {
      await new Promise((resolve) => setTimeout(resolve, gatherMs));
      again = false;
      await relay(ctx, until);
    } while (again && ctx.now() < until);
  } finally {
    busyUntil = 0;
  }
}

/** Tells every follower what is due. What a follower could not take is told again later. Never throws. */
export async function relay(ctx: CatalogContext, until = ctx.now() + longestMs): Promise<void> {
  try {
    for (;;) {
      const taken = await claimChanges(ctx.db, batch);
      const told = taken.length === 0 || (await tell(ctx, taken));
      if (!told || taken.length < batch || ctx.now() > until) return;
    }
  } catch (error) {
    log("error", "outbox", { service: "catalog", traceId: ctx.trace.traceId, error: describeError(error) });
  }
}

/** False when a follower is away: the rows wait. */
async function tell(ctx: CatalogContext, taken: readonly ClaimedChange[]): Promise<boolean> {
  const changes = latest(taken);
  const fields = { service: "catalog", changes: changes.length, traceId: ctx.trace.traceId };
  const refused = new Map<string, string>();
  let away = false;
  const follow = async ({ name, handle: follow }: CatalogContext["outboxConsumers"][number]) => {
    try {
      for (const [subject, why] of await follow(changes)) refused.set(subject, `${name}: ${why}`);
    } catch (error) {
      away = true;
      log("warn", "follower away", { ...fields, follower: name, error: describeError(error) });
    }
  };
  await Promise.all(ctx.outboxConsumers.map(follow));
  if (away) return false;
  const [bad, good] = [true, false].map((is) => taken.filter(({ subject }) => refused.has(subject) === is));
  if (good !== undefined && good.length > 0) await deleteChanges(ctx.db, good);
  if (bad !== undefined && bad.length > 0) {
    for (const [id, error] of refused) log("error", "change refused", { ...fields, id, error });
    await deadLetterChanges(ctx.db, bad, refused);
  }
  return true;
}

/** Each subject once, at its highest version. */
function latest(taken: readonly ClaimedChange[]): readonly Change[] {
  const versions = new Map<string, string>();
  for (const { subject, version } of taken) {
    const known = versions.get(subject);
    if (known === undefined || BigInt(known) < BigInt(version)) versions.set(subject, version);
  }
  return [...versions].map(([subjectId, version]) => ({ subjectId, version }));
}
