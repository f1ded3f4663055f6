import type { DeadFactResolvers } from "../schema.generated.ts";
import { dateOf } from "../values.ts";

export const deadFact: DeadFactResolvers = {
  body: ({ bodyJson }) => JSON.parse(bodyJson),
  receivedAt: ({ receiveTime }) => dateOf(receiveTime),
  replayedAt: ({ replayTime }) => (replayTime === undefined ? null : dateOf(replayTime)),
};
