import { toDate } from "../data/mappers/protobuf.ts";
import type { DeadFactResolvers } from "../graphql/schema.generated.ts";

export const deadFact: DeadFactResolvers = {
  body: ({ bodyJson }) => JSON.parse(bodyJson),
  receivedAt: ({ receiveTime }) => toDate(receiveTime),
  replayedAt: ({ replayTime }) => (replayTime === undefined ? null : toDate(replayTime)),
};
