/**
 * Sends integration events to the queue of each consumer: a queue has one consumer. After a failure, the sender sends the
 * events to all of them again. Consumers deduplicate events by id.
 */
export async function sendToConsumers(
  env: Pick<Env, "ORDER_FACTS" | "ORDER_EMAILS">,
  bodies: readonly unknown[],
): Promise<void> {
  const messages = bodies.map((body) => ({ body, contentType: "json" as const }));
  await Promise.all([env.ORDER_FACTS, env.ORDER_EMAILS].map((queue) => queue.sendBatch(messages)));
}

/** Sends the events that are published at the same time together. */
export class EventBatch {
  readonly #send: (events: readonly unknown[]) => Promise<void>;
  #open: { readonly events: unknown[]; readonly sent: Promise<void> } | undefined;

  constructor(send: (events: readonly unknown[]) => Promise<void>) {
    this.#send = send;
  }

  /** Resolves when the event is sent. */
  add(event: unknown): Promise<void> {
    if (this.#open === undefined) {
      const events: unknown[] = [];
      const sent = Promise.resolve().then(() => {
        this.#open = undefined;
        return this.#send(events);
      });
      this.#open = { events, sent };
    }
    this.#open.events.push(event);
    return this.#open.sent;
  }
}
