import { notFound, unavailable } from "../../kit/errors/failure.ts";
import type { OrderContext } from "../context.ts";
import type { RecordedEvent } from "../domain/events.ts";
import { decodeEvents } from "./subscribers.ts";

type Frame = readonly RecordedEvent[] | "closed";

/**
 * Everything that is recorded of an order, as it is recorded: first all so far, then what follows, as it was committed
 * together. Ends when `ctx.signal` does. Throws NOT_FOUND for an order that never began, and UNAVAILABLE when its object
 * broke off.
 */
export async function* eventsOf(
  { object, signal }: Pick<OrderContext, "object" | "signal">,
  orderId: string,
): AsyncGenerator<readonly RecordedEvent[], void, undefined> {
  const { webSocket: socket } = await object(orderId).fetch("http://order/watch", {
    headers: { upgrade: "websocket" },
  });
  if (socket === null) throw notFound("there is no such order", "orderId");
  const frames: Frame[] = [];
  let wake = (): void => {};
  const push = (frame: Frame): void => {
    frames.push(frame);
    wake();
  };
  const leave = (): void => {
    push("closed");
    socket.close();
  };
  socket.addEventListener("message", ({ data }) => push(decodeEvents(String(data))));
  socket.addEventListener("close", () => push("closed"));
  socket.addEventListener("error", () => push("closed"));
  socket.accept();
  signal.addEventListener("abort", leave, { once: true });
  try {
    while (!signal.aborted) {
      const frame = frames.shift();
      if (frame === "closed") throw unavailable("the order's object broke off: watch it again");
      if (frame !== undefined) yield frame;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    signal.removeEventListener("abort", leave);
    socket.close();
  }
}
