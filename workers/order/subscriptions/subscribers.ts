import { log } from "../../kit/observability/log.ts";
import { decodeEvent, encodeEvent, type StoredEvent } from "../domain/event-codec.ts";
import type { RecordedEvent } from "../domain/events.ts";

interface Told extends StoredEvent {
  readonly sequence: number;
  readonly at: number;
  readonly actor: string;
}

/** Events as one message between an order's object and whoever watches it. */
function encodeEvents(events: readonly RecordedEvent[]): string {
  return JSON.stringify(
    events.map(({ sequence, at, actor, event }): Told => ({ sequence, at, actor, ...encodeEvent(event) })),
  );
}

export function decodeEvents(message: string): readonly RecordedEvent[] {
  const told = JSON.parse(message) as readonly Told[];
  return told.map(({ sequence, at, actor, ...event }) => ({ sequence, at, actor, event: decodeEvent(event) }));
}

export interface Subscribers {
  /** Lets somebody watch: they are sent everything so far, and then whatever follows. */
  readonly accept: (events: readonly RecordedEvent[]) => Response;
  /** To be called with events that are on disk, and with nothing else. */
  readonly broadcast: (events: readonly RecordedEvent[]) => void;
  readonly remove: (socket: WebSocket) => void;
}

/**
 * Those who watch an order, over WebSockets that hibernate: while nothing happens the object sleeps, and each socket
 * remembers for itself the last event that was sent over it.
 */
export function createSubscribers(ctx: DurableObjectState, orderId: () => string): Subscribers {
  const report = (change: "came" | "left", watchers: number): void =>
    log("info", "watcher", { service: "order", orderId: orderId(), change, watchers });

  const send = (socket: WebSocket, events: readonly RecordedEvent[]): void => {
    const told = Number(socket.deserializeAttachment());
    const fresh = events.filter(({ sequence }) => sequence > told);
    const last = fresh.at(-1);
    if (last === undefined) return;
    socket.serializeAttachment(last.sequence);
    try {
      socket.send(encodeEvents(fresh));
    } catch {
      // It has just been closed, and they have what they have: whoever comes back says how far that was.
    }
  };

  return {
    accept: (events) => {
      if (events.length === 0) return new Response("there is no such order\n", { status: 404 });
      const { 0: theirs, 1: ours } = new WebSocketPair();
      ctx.acceptWebSocket(ours);
      ours.serializeAttachment(0);
      send(ours, events);
      report("came", ctx.getWebSockets().length);
      return new Response(null, { status: 101, webSocket: theirs });
    },
    broadcast: (events) => {
      for (const socket of ctx.getWebSockets()) send(socket, events);
    },
    remove: (socket) => {
      socket.close();
      report("left", ctx.getWebSockets().filter((other) => other !== socket).length);
    },
  };
}
