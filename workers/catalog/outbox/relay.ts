import { MethodOptions_IdempotencyLevel as Idempotency } from "@bufbuild/protobuf/wkt";
import type { BoundService } from "../../kit/connect/service.ts";
import { describeError, log } from "../../kit/observability/log.ts";
import type { CatalogContext } from "../context.ts";
import { type ClaimedChange, claimChanges, deadLetterChanges, deleteChanges } from "../store/outbox.ts";
import type { Change, OutboxConsumer } from "./consumer.ts";

const batchSize = 500;
/** Delay before a relay. Changes within it are published as one batch. */
const batchDelayMs = 200;
/** Workers run deferred work for 30 s after a response. The cron job relays what is left then. */
const maxRelayMs = 20_000;

/** Wraps a service: relays the outbox after every call that may have written. */
export function scheduleRelay(service: BoundService<CatalogContext>): BoundService<CatalogContext> {
  const methods = service.methods.map((method) => {
    if (method.kind !== "unary" || method.desc.idempotency === Idempotency.NO_SIDE_EFFECTS) return method;
    const call: typeof method.call = async (request, call, ctx) => {
      const response = await method.call(request, call, ctx);
      ctx.defer(relaySoon(ctx.background()));
      return response;
    };
    return { ...method, call };
  });
  return { ...service, methods };
}

/** Latest end of the running relay, in milliseconds since the epoch; whether another call wrote since it started. */
let runningUntil = 0;
let rerun = false;

/**
 * Relays after a short delay. One relay runs at a time per isolate; it also publishes the changes of calls that arrive
 * while it runs. So an import is published at the rate at which the consumers process it.
 */
async function relaySoon(ctx: CatalogContext): Promise<void> {
  if (ctx.now() < runningUntil) {
    rerun = true;
    return;
  }
  const deadline = ctx.now() + maxRelayMs;
  runningUntil = deadline;
  try {
    do {
      await new Promise((resolve) => setTimeout(resolve, batchDelayMs));
      rerun = false;
      await relay(ctx, deadline);
    } while (rerun && ctx.now() < deadline);
  } finally {
    runningUntil = 0;
  }
}

/** Publishes all due changes to every consumer. Failed batches are retried later. Never throws. */
export async function relay(ctx: CatalogContext, deadline = ctx.now() + maxRelayMs): Promise<void> {
  try {
    for (;;) {
      const claimed = await claimChanges(ctx.db, batchSize);
      const published = claimed.length === 0 || (await publish(ctx, claimed));
      if (!published || claimed.length < batchSize || ctx.now() > deadline) return;
    }
  } catch (error) {
    log("error", "outbox", { traceId: ctx.trace.traceId, error: describeError(error) });
  }
}

/** Returns false when a consumer failed. The rows then stay in the outbox and become due again. */
async function publish(ctx: CatalogContext, claimed: readonly ClaimedChange[]): Promise<boolean> {
  const changes = latestChanges(claimed);
  const fields = { changes: changes.length, traceId: ctx.trace.traceId };
  const rejected = new Map<string, string>();
  let failed = false;
  const handle = async (consumer: OutboxConsumer) => {
    try {
      const reasons = await consumer.handle(changes);
      for (const [subject, reason] of reasons) rejected.set(subject, `${consumer.name}: ${reason}`);
    } catch (error) {
      failed = true;
      log("warn", "outbox consumer failed", { ...fields, consumer: consumer.name, error: describeError(error) });
    }
  };
  await Promise.all(ctx.outboxConsumers.map(handle));
  if (failed) return false;
  const deadLetters = claimed.filter(({ subject }) => rejected.has(subject));
  const processed = claimed.filter(({ subject }) => !rejected.has(subject));
  if (processed.length > 0) await deleteChanges(ctx.db, processed);
  if (deadLetters.length > 0) {
    for (const [id, error] of rejected) log("error", "change rejected", { ...fields, id, error });
    await deadLetterChanges(ctx.db, deadLetters, rejected);
  }
  return true;
}

/** Returns one change per subject, with its highest version. */
function latestChanges(claimed: readonly ClaimedChange[]): readonly Change[] {
  const latest = new Map<string, Change>();
  for (const { subject, version, isAwaited } of claimed) {
    const known = latest.get(subject);
    if (known === undefined || BigInt(known.version) < BigInt(version))
      latest.set(subject, { subjectId: subject, version, isAwaited });
  }
  return [...latest.values()];
}
