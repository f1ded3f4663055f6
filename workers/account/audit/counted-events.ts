import type { Identity } from "../../kit/auth/identity.ts";
import { deriveId } from "../../kit/domain/ids.ts";
import {
  type CountedEvent,
  type CountedEventType,
  createEventCounter,
  eventKeyParts,
} from "../../kit/observability/event-counter.ts";
import { describeError, log } from "../../kit/observability/log.ts";
import type { AccountContext } from "../context.ts";
import { addCountedEvents, type CountedEventRow } from "../store/counted-events.ts";
import { hashClientAddress } from "./security-events.ts";

const counter = createEventCounter();

/** The part of an event that the caller of this module knows. */
export interface CountedOccurrence {
  readonly operation: string;
  /** The affected account, if it is known. */
  readonly accountId?: string | undefined;
}

/**
 * Logs a request that this service denied, and counts it for the audit trail. Returns without waiting for either. Never
 * throws.
 */
export function countDenial(
  ctx: AccountContext,
  type: CountedEventType,
  { operation, accountId }: CountedOccurrence,
): void {
  ctx.defer(
    hashClientAddress(ctx).then((addressHash) => {
      log("warn", "denied", {
        type,
        operation,
        account: ctx.identity.accountId ?? accountId,
        address: addressHash,
        traceId: ctx.trace.traceId,
      });
      const background = ctx.background();
      counter.count(
        { type, actor: actorOf(ctx.identity), accountId: accountId ?? ctx.identity.accountId, operation, addressHash },
        { now: ctx.now(), defer: ctx.defer, store: (events) => storeCountedEvents(background, events) },
      );
    }),
  );
}

/** Stores counted events, by one statement. Logs a failure. */
export async function storeCountedEvents(ctx: AccountContext, events: readonly CountedEvent[]): Promise<void> {
  try {
    await addCountedEvents(ctx.db, await Promise.all(events.map(toRow)));
  } catch (error) {
    log("error", "security events lost", {
      events: events.length,
      traceId: ctx.trace.traceId,
      error: describeError(error),
    });
  }
}

async function toRow(event: CountedEvent): Promise<CountedEventRow> {
  const { accountId, minute, ...rest } = event;
  const id = await deriveId("evt", ...eventKeyParts(event, minute));
  return { ...rest, id, userId: accountId ?? null, at: new Date(minute) };
}

function actorOf({ accountId, service }: Identity): string {
  if (accountId !== undefined) return `account:${accountId}`;
  return service === undefined ? "anonymous" : `service:${service}`;
}
