import type { LogFields, OperationName } from "./log-fields.ts";
import { recordMetric } from "./metrics.ts";

/** Records the metrics of an operation that has ended. */
export function recordOperation(name: OperationName, fields: LogFields, ms: number): void {
  switch (name) {
    case "request": {
      const { operationName, route, priorityClass = "", cacheStatus = "", caller = "", errorType = "ok" } = fields;
      const labels = {
        operation: String(operationName ?? route),
        class: String(priorityClass),
        cache: String(cacheStatus),
        caller: String(caller),
        code: String(errorType),
      };
      recordMetric("http.server.request.duration", ms, labels, errorType !== "ok");
      break;
    }
    case "rpc": {
      const { rpcService, method, rpcCode } = fields;
      const labels = { service: String(rpcService), method: String(method), code: String(rpcCode) };
      recordMetric("rpc.server.duration", ms, labels, rpcCode !== "ok");
      break;
    }
    case "effect":
      recordEffect(fields, ms);
      break;
    case "wake":
      recordMetric("stoa.wake", ms, { trigger: String(fields.trigger), outcome: String(fields.outcome) });
      break;
    case "task":
      recordMetric("stoa.task.duration", ms, { task: String(fields.task), outcome: String(fields.outcome) });
      break;
    case "batch": {
      const queue = String(fields.queue);
      recordMetric("stoa.queue.batch.size", Number(fields.messages), { queue, outcome: String(fields.outcome) });
      recordMetric("stoa.queue.message.age", Number(fields.lateness), { queue });
      break;
    }
    case "cron":
      recordMetric("stoa.cron.duration", ms, { outcome: String(fields.outcome) });
      break;
  }
}

function recordEffect({ effect: name, outcome: result, attempt, lateness }: LogFields, ms: number): void {
  const [effect, outcome] = [String(name), String(result)];
  recordMetric("stoa.effect.duration", ms, { effect, outcome });
  if (Number(attempt) === 0) return;
  recordMetric("stoa.effect.lateness", Number(lateness), { effect });
  if (outcome !== "retry") recordMetric("stoa.effect.attempts", Number(attempt) + 1, { effect, outcome });
}
