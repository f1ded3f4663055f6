import { newObjectId, type StripeEvent } from "./objects.ts";
import type { Store } from "./store.ts";

/** The dependencies of the endpoints. */
export interface Sandbox {
  readonly store: Store;
  /** Returns the time in seconds since the epoch, as Stripe does. */
  readonly now: () => number;
  /** The emulator's own address, for pages that buyers are redirected to. */
  readonly origin: () => string;
  /** Stores an event in the current transaction. The event is delivered after the commit. */
  readonly emit: (type: string, object: object) => void;
}

export function createSandbox(store: Store, deliver: (event: StripeEvent) => void, origin: () => string): Sandbox {
  const now = () => Math.floor(Date.now() / 1000);
  return {
    store,
    now,
    origin,
    emit: (type, object) => {
      const event: StripeEvent = {
        id: newObjectId("evt"),
        object: "event",
        type,
        created: now(),
        livemode: false,
        data: { object },
      };
      store.put(event);
      setImmediate(() => deliver(event));
    },
  };
}
