import type { RetryFailedTaskRequest } from "../../../proto/gen/account/v1/failed_tasks_pb.js";
import { notFound } from "../../kit/errors/failure.ts";
import type { AccountContext } from "../context.ts";
import { relayOutbox } from "../outbox.ts";
import { listFailedTasks } from "../store/outbox.ts";
import { toFailedJob } from "./shared/failed-jobs.ts";

export async function retryFailedTask({ id }: RetryFailedTaskRequest, ctx: AccountContext) {
  const find = async () => (await listFailedTasks(ctx.db, { id, after: undefined, limit: 1 })).rows[0];
  if (id === "" || (await find()) === undefined) throw notFound("Failed job not found", "id");
  await relayOutbox(ctx, [id]);
  const after = await find();
  return after === undefined ? {} : { job: toFailedJob(after) };
}
