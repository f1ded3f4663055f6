/** The types of security events that are counted: many requests of one kind can cause them. They are stored. */
export const countedEventTypes = [
  "ACCESS_DENIED",
  "TOKEN_REFUSED",
  "API_TOKEN_REFUSED",
  "SIGN_IN_THROTTLED",
  "WEBHOOK_REFUSED",
  "LIMIT_EXCEEDED",
  "SHOP_CHANGED",
] as const;

export type CountedEventType = (typeof countedEventTypes)[number];

/** One occurrence. None of the fields is text that a client chose. */
export interface CountableEvent {
  readonly type: CountedEventType;
  /** `account:<id>`, `token:<id>`, `service:<name>` or `anonymous`. */
  readonly actor: string;
  /** The affected account, if it is known. */
  readonly accountId?: string | undefined;
  /** The name of a field of the schema, of a method or of a route. */
  readonly operation: string;
  readonly addressHash: string;
}

/** The occurrences of one actor and operation in one minute. Anonymous actors differ by address. */
export interface CountedEvent extends CountableEvent {
  /** The start of the minute, in milliseconds since the epoch. */
  readonly minute: number;
  readonly count: number;
}

export interface CountOptions {
  readonly now: number;
  /** Continues work after the response, as in `CallContext`. */
  readonly defer: (work: Promise<unknown>) => void;
  /** Stores the counted events. Must not throw. */
  readonly store: (events: readonly CountedEvent[]) => Promise<void>;
}

export interface EventCounter {
  /** Counts an event and returns immediately. The events are stored after the response. */
  count(event: CountableEvent, options: CountOptions): void;
}

export interface EventCounterLimits {
  /** Rows of one `store`. Further actors are counted together, as the actor `others`. */
  readonly maxRows: number;
  /** Time from an event to its `store`, if there was none before. */
  readonly delayMs: number;
  /** Time between two `store` calls of an isolate. */
  readonly intervalMs: number;
}

const minuteMs = 60_000;

/** A `store` that is this late was lost with the request that should have run it. */
const maxLatenessMs = 10_000;

const defaultLimits: EventCounterLimits = { maxRows: 100, delayMs: 500, intervalMs: 5_000 };

/**
 * Creates a counter for one isolate. A flood of events becomes one `store` call every five seconds, with at most 100 rows
 * and one more for each type.
 */
export function createEventCounter(limits: EventCounterLimits = defaultLimits): EventCounter {
  let rows = new Map<string, CountedEvent>();
  let dueAt: number | undefined;
  let storedAt = Number.NEGATIVE_INFINITY;

  const storeLater = async (waitMs: number, { store }: CountOptions): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    storedAt = Date.now();
    dueAt = undefined;
    const events = [...rows.values()];
    rows = new Map();
    if (events.length > 0) await store(events);
  };

  return {
    count: (event, options) => {
      const { now } = options;
      const minute = now - (now % minuteMs);
      const key = keyOf(event, minute);
      const counted = rows.size < limits.maxRows || rows.has(key) ? event : { ...others, type: event.type };
      const countedKey = keyOf(counted, minute);
      const row = rows.get(countedKey);
      rows.set(countedKey, {
        ...counted,
        accountId: row === undefined || row.accountId === counted.accountId ? counted.accountId : undefined,
        minute,
        count: (row?.count ?? 0) + 1,
      });
      if (dueAt !== undefined && now < dueAt + maxLatenessMs) return;
      dueAt = Math.max(now + limits.delayMs, storedAt + limits.intervalMs);
      options.defer(storeLater(dueAt - now, options));
    },
  };
}

const others = { actor: "others", operation: "any", addressHash: "" } as const;

/** Returns the parts that make two events one row. They also make the row's id. */
export function eventKeyParts(
  { type, actor, operation, addressHash }: CountableEvent,
  minute: number,
): readonly string[] {
  return [type, actor, operation, String(minute), actor === "anonymous" ? addressHash : ""];
}

function keyOf(event: CountableEvent, minute: number): string {
  return JSON.stringify(eventKeyParts(event, minute));
}
