import { logFields } from "../../../workers/kit/observability/log-fields.ts";
import type { LogLine } from "../../local/telemetry/log-file.ts";

export interface LogQuery {
  /** `FIELD=VALUE`, `FIELD!=VALUE` or `FIELD>NUMBER`. All must match. */
  readonly filters: readonly string[];
  /** The lowest level. */
  readonly level: string;
  /** `30s`, `10m`, `2h` or a time. */
  readonly since?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const levels = ["info", "warn", "error"];
const fieldNames = ["time", "level", "message", "service.name", "service.version", ...Object.values(logFields)];

/** Returns whether a line matches a query. Throws for an invalid query. */
export function createFilter({ filters, level, since, now }: LogQuery): (line: LogLine) => boolean {
  const lowest = levels.indexOf(level);
  if (lowest < 0) throw new Error(`--level must be one of ${levels.join(", ")}`);
  const from = since === undefined ? undefined : new Date(parseSince(since, now)).toISOString();
  const conditions = filters.map(parseFilter);
  return (line) =>
    levels.indexOf(String(line.level)) >= lowest &&
    (from === undefined || String(line.time) >= from) &&
    conditions.every((matches) => matches(line));
}

function parseFilter(filter: string): (line: LogLine) => boolean {
  const [, part = "", operator, value = ""] = /^([\w.]+)(=|!=|>)(.*)$/s.exec(filter) ?? [];
  if (operator === undefined) throw new Error(`${filter} is not FIELD=VALUE, FIELD!=VALUE or FIELD>NUMBER`);
  const name = findField(part);
  if (operator === ">") return (line) => Number(line[name]) > Number(value);
  const isEqual = (line: LogLine) => {
    const found = line[name];
    return Array.isArray(found) ? found.includes(value) : String(found ?? "") === value;
  };
  return operator === "=" ? isEqual : (line) => !isEqual(line);
}

/** Returns the only field with this name, or whose last parts are this name. */
function findField(part: string): string {
  if (fieldNames.includes(part)) return part;
  const found = fieldNames.filter((name) => name.endsWith(`.${part}`));
  const [name] = found;
  if (name !== undefined && found.length === 1) return name;
  throw new Error(found.length === 0 ? `No field is named ${part}` : `${part} can be ${found.join(", ")}`);
}

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

function parseSince(text: string, now: number): number {
  const [, count, unit = ""] = /^(\d+)([smh])$/.exec(text) ?? [];
  const time = count === undefined ? Date.parse(text) : now - Number(count) * (units[unit] ?? 0);
  if (Number.isNaN(time)) throw new Error("--since must be like 30s, 10m, 2h or a time");
  return time;
}

/** Returns a line for people: time, level, Worker, message, and the fields. */
export function formatLine({ time, level, message, "service.name": service = "", ...fields }: LogLine): string {
  const rest = Object.entries(fields).flatMap(([name, value]) =>
    name === "deployment.environment.name" || name === "stoa.span_id" || name === "stoa.parent_span_id"
      ? []
      : [`${name.replace(/^stoa\./, "")}=${typeof value === "string" ? value : JSON.stringify(value)}`],
  );
  const head = [
    String(time).slice(11, 23),
    String(level).padEnd(5),
    String(service).padEnd(7),
    String(message).padEnd(8),
  ];
  return [...head, ...rest].join(" ");
}
