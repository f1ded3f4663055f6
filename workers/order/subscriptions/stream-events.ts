import { notFound, unavailable } from "../../kit/errors/failure.ts";
import type { OrderContext } from "../context.ts";
import { createEventDecoder } from "../domain/event-codec.ts";
import type { RecordedEvent } from "../domain/events.ts";
import { decodeEvents } from "./subscribers.ts";

type Frame = readonly RecordedEvent[] | "closed";

/**
 * Streams the events of an order: first all events so far, then new events, one batch per commit. Ends when `ctx.signal`
 * is aborted. Throws NOT_FOUND when the order has no events, and UNAVAILABLE when its object closes the connection.
 */
export async function* streamEvents(
  { object, signal }: Pick<OrderContext, "object" | "signal">,
  orderId: string,
): AsyncGenerator<readonly RecordedEvent[], void, undefined> {
  const { webSocket: socket } = await object(orderId).fetch("http://order/watch", {
    headers: { upgrade: "websocket" },
  });
  if (socket === null) throw notFound("Order not found", "orderId");
  const frames: Frame[] = [];
  let notify = (): void => {};
  const push = (frame: Frame): void => {
    frames.push(frame);
    notify();
  };
  const close = (): void => {
    push("closed");
    socket.close();
  };
  const decode = createEventDecoder();
  socket.addEventListener("message", ({ data }) => push(decodeEvents(String(data), decode)));
  socket.addEventListener("close", () => push("closed"));
  socket.addEventListener("error", () => push("closed"));
  socket.accept();
  signal.addEventListener("abort", close, { once: true });
  try {
    while (!signal.aborted) {
      const frame = frames.shift();
      if (frame === "closed") throw unavailable("The order closed the connection. Subscribe again.");
      if (frame !== undefined) yield frame;
      else {
        await new Promise<void>((resolve) => {
          notify = resolve;
        });
      }
    }
  } finally {
    signal.removeEventListener("abort", close);
    socket.close();
  }
}
