import { newObjectId, type Store, type StripeEvent } from "./store.ts";

/** What the endpoints work with. */
export interface Sandbox {
  readonly store: Store;
  /** Seconds since the epoch, as Stripe counts. */
  readonly now: () => number;
  /** Records an event in the transaction under way; it is delivered once that is on disk. */
  readonly emit: (type: string, object: object) => void;
}

export function createSandbox(store: Store, deliver: (event: StripeEvent) => void): Sandbox {
  const now = () => Math.floor(Date.now() / 1000);
  return {
    store,
    now,
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
