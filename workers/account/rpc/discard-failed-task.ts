import type { DiscardFailedTaskRequest } from "../../../proto/gen/account/v1/failed_tasks_pb.js";
import { notFound } from "../../kit/errors/failure.ts";
import type { AccountContext } from "../context.ts";
import { deleteFailedTask } from "../store/outbox.ts";

export async function discardFailedTask({ id }: DiscardFailedTaskRequest, { db }: AccountContext) {
  if (!(await deleteFailedTask(db, id))) throw notFound("Failed job not found", "id");
  return {};
}
