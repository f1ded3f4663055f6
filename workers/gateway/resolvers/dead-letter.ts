import { toDate } from "../data/mappers/protobuf.ts";
import type { DeadFactResolvers, DeadLetterResolvers } from "../graphql/schema.generated.ts";

export const deadLetter: DeadLetterResolvers = {
  body: ({ bodyJson }) => JSON.parse(bodyJson),
  receivedAt: ({ receiveTime }) => toDate(receiveTime),
  redrivenAt: ({ replayTime }) => (replayTime === undefined ? null : toDate(replayTime)),
};

/** The former name of DeadLetter. */
export const deadFact: DeadFactResolvers = {
  body: ({ bodyJson }) => JSON.parse(bodyJson),
  receivedAt: ({ receiveTime }) => toDate(receiveTime),
  replayedAt: ({ replayTime }) => (replayTime === undefined ? null : toDate(replayTime)),
};
