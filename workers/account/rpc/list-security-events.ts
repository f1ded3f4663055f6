import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import type { ListSecurityEventsRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { invalid } from "../../kit/errors/failure.ts";
import { parsePageSize, parseTimePosition, toPage } from "../../kit/validation/paging.ts";
import type { AccountContext } from "../context.ts";
import { maxFilterTypes } from "../domain/limits.ts";
import { listSecurityEvents as listRows } from "../store/security-events.ts";
import { parseFilterTime } from "./shared/user-selection.ts";

export async function listSecurityEvents(request: ListSecurityEventsRequest, ctx: AccountContext) {
  const size = parsePageSize(request.pageSize);
  const after = parseTimePosition(request.pageToken);
  const { types = [], fromTime, toTime, addressHash = "" } = request.filter ?? {};
  if (types.length > maxFilterTypes) {
    throw invalid("TOO_MANY", `At most ${maxFilterTypes} types are allowed`, "filter", "types");
  }
  const rows = await listRows(ctx.db, {
    userId: request.userId,
    types: [...new Set(types)],
    from: parseFilterTime(fromTime, "from"),
    to: parseFilterTime(toTime, "to"),
    addressHash,
    after: after && { at: after.time, id: after.id },
    limit: size + 1,
  });
  const { items, ...page } = toPage(rows, size, ({ at, id }) => [at.getTime(), id]);
  const events = items.map(({ at, userId, subject, detail, ...row }) => ({
    ...row,
    userId: userId ?? "",
    subject: subject ?? "",
    detailJson: detail === null ? "" : JSON.stringify(detail),
    time: timestampFromDate(at),
  }));
  return { events, ...page };
}
