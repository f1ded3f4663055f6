import { timestampMs } from "@bufbuild/protobuf/wkt";
import type { CountedSecurityEvent, RecordSecurityEventsRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { invalid } from "../../kit/errors/failure.ts";
import { type CountedEvent, countedEventTypes } from "../../kit/observability/event-counter.ts";
import { storeCountedEvents } from "../audit/counted-events.ts";
import type { AccountContext } from "../context.ts";

const maxEvents = 200;

export async function recordSecurityEvents({ events }: RecordSecurityEventsRequest, ctx: AccountContext) {
  if (events.length > maxEvents) throw invalid("TOO_MANY", `At most ${maxEvents} events are allowed`, "events");
  if (events.length > 0) await storeCountedEvents(ctx, events.map(parseEvent));
  return {};
}

function parseEvent({ minute, userId, ...event }: CountedSecurityEvent): CountedEvent {
  const type = countedEventTypes.find((known) => known === event.type);
  if (type === undefined || minute === undefined || event.count < 1) {
    throw invalid("INVALID_EVENT", "`type`, `minute` and `count` are required", "events");
  }
  const { actor, operation, addressHash, count } = event;
  return {
    type,
    actor,
    operation,
    addressHash,
    count,
    minute: timestampMs(minute),
    accountId: userId === "" ? undefined : userId,
  };
}
