import { discardFailedJob as discard } from "../../../data/failed-jobs.ts";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const discardFailedJob: NonNullable<MutationResolvers["discardFailedJob"]> = (_root, { input }, ctx) =>
  mutationPayload({ failedJob: null }, async () => {
    await discard(ctx, input);
    return { failedJob: null };
  });
