import { retryFailedJob as retry } from "../../../data/failed-jobs.ts";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const retryFailedJob: NonNullable<MutationResolvers["retryFailedJob"]> = (_root, { id }, ctx) =>
  mutationPayload({ failedJob: null }, async () => ({ failedJob: await retry(ctx, id) }), []);
