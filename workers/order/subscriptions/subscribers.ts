import { log } from "../../kit/observability/log.ts";
import { encodeEvent, type StoredEvent } from "../domain/event-codec.ts";
import type { OrderEvent, RecordedEvent } from "../domain/events.ts";

interface EventMessage extends StoredEvent {
  readonly sequence: number;
  readonly at: number;
  readonly actor: string;
}

/** Encodes events as one WebSocket message from the order's object to a subscriber. */
function encodeEvents(events: readonly RecordedEvent[]): string {
  return JSON.stringify(
    events.map(({ sequence, at, actor, event }): EventMessage => ({ sequence, at, actor, ...encodeEvent(event) })),
  );
}

/** Decodes a message of `encodeEvents`. `decode` has decoded the earlier messages of the order. */
export function decodeEvents(message: string, decode: (stored: StoredEvent) => OrderEvent): readonly RecordedEvent[] {
  const events = JSON.parse(message) as readonly EventMessage[];
  return events.map(({ sequence, at, actor, ...event }) => ({ sequence, at, actor, event: decode(event) }));
}

export interface Subscribers {
  /** Adds a subscriber. It receives all events so far, and then every new event. Responds with 404 without events. */
  readonly accept: (events: readonly RecordedEvent[]) => Response;
  /** Sends events to all subscribers. The events must be on disk. */
  readonly broadcast: (events: readonly RecordedEvent[]) => void;
  readonly remove: (socket: WebSocket) => void;
}

/**
 * Creates the subscribers of an order. Their WebSockets hibernate: the object can be evicted while nothing happens. The
 * attachment of each socket is the sequence of the last event that was sent over it.
 */
export function createSubscribers(ctx: DurableObjectState, orderId: () => string): Subscribers {
  const logChange = (change: "opened" | "closed", subscribers: number): void =>
    log("info", "subscriber", { orderId: orderId(), change, subscribers });

  const send = (socket: WebSocket, events: readonly RecordedEvent[]): void => {
    const lastSent = Number(socket.deserializeAttachment());
    const newEvents = events.filter(({ sequence }) => sequence > lastSent);
    const last = newEvents.at(-1);
    if (last === undefined) return;
    socket.serializeAttachment(last.sequence);
    try {
      socket.send(encodeEvents(newEvents));
    } catch {
      // The socket was closed meanwhile. A client that reconnects states the last event that it has received.
    }
  };

  return {
    accept: (events) => {
      if (events.length === 0) return new Response("Order not found\n", { status: 404 });
      const { 0: client, 1: server } = new WebSocketPair();
      ctx.acceptWebSocket(server);
      server.serializeAttachment(0);
      send(server, events);
      logChange("opened", ctx.getWebSockets().length);
      return new Response(null, { status: 101, webSocket: client });
    },
    broadcast: (events) => {
      for (const socket of ctx.getWebSockets()) send(socket, events);
    },
    remove: (socket) => {
      socket.close();
      logChange("closed", ctx.getWebSockets().filter((other) => other !== socket).length);
    },
  };
}
