/**
 * Sends an integration event to the queue of each consumer: a queue has one consumer. After a failure, the sender sends the
 * event to all of them again. Consumers deduplicate events by id.
 */
export async function sendToConsumers(env: Pick<Env, "ORDER_FACTS" | "ORDER_EMAILS">, body: unknown): Promise<void> {
  await Promise.all([env.ORDER_FACTS, env.ORDER_EMAILS].map((queue) => queue.send(body, { contentType: "json" })));
}
