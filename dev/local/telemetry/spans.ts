import { logFields } from "../../../workers/kit/observability/log-fields.ts";
import type { LogLine } from "./log-file.ts";

/** An operation of a Worker. Its log line is the span. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId: string | undefined;
  readonly service: string;
  /** The kind of the operation: "request", "rpc", "effect" … */
  readonly operation: string;
  /** What it did: the fields of the schema, the method, the effect … */
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly ms: number;
  readonly isFailed: boolean;
  /** Spans of other traces: callers of an object, senders of messages. */
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly orderId: string | undefined;
  readonly line: LogLine;
}

/** Returns the spans of log lines, in the order of their starts. */
export function toSpans(lines: readonly LogLine[]): readonly Span[] {
  return lines.flatMap(toSpan).sort((a, b) => a.startedAt - b.startedAt);
}

function toSpan(line: LogLine): readonly Span[] {
  const text = (name: keyof typeof logFields) => {
    const value = line[logFields[name]];
    return value === undefined ? undefined : String(value);
  };
  const [traceId, spanId] = [text("traceId"), text("spanId")];
  const operation = String(line.message);
  // The lines of operations have a span and a duration.
  if (traceId === undefined || spanId === undefined || line[logFields.ms] === undefined) return [];
  const ms = Number(line[logFields.ms]);
  const links = (line[logFields.links] ?? []) as readonly string[];
  return [
    {
      traceId,
      spanId,
      parentId: text("parentSpanId"),
      service: String(line["service.name"]),
      operation,
      name: nameOf(operation, text),
      startedAt: Date.parse(String(line.time)) - ms,
      ms,
      isFailed: line.level !== "info",
      links: links.map((link) => ({ traceId: link.slice(3, 35), spanId: link.slice(36, 52) })),
      orderId: text("orderId"),
      line,
    },
  ];
}

function nameOf(operation: string, text: (name: keyof typeof logFields) => string | undefined): string {
  switch (operation) {
    case "request":
      return text("operationName") || `${text("httpMethod")} ${text("route")}`;
    case "rpc":
      return text("method") ?? "";
    case "effect":
      return text("attempt") === "0"
        ? (text("effect") ?? "")
        : `${text("effect")} (attempt ${Number(text("attempt")) + 1})`;
    case "wake":
      return text("trigger") ?? "";
    case "task":
      return text("task") ?? "";
    case "batch":
      return `${text("queue")} (${text("messages")})`;
    default:
      return text("cron") ?? "";
  }
}

/**
 * Returns the spans of a trace or of an order: the traces that have it, the traces that link to them (batches of queues), and the
 * traces of the callers that woke the order (webhooks, the cron job).
 */
export function findJoinedSpans(spans: readonly Span[], id: string): readonly Span[] {
  const base = new Set(
    spans.filter(({ traceId, orderId }) => traceId === id || orderId === id).map(({ traceId }) => traceId),
  );
  const joined = new Set(base);
  for (const { traceId, operation, links } of spans) {
    if (links.some((link) => base.has(link.traceId))) joined.add(traceId);
    if (operation === "wake" && base.has(traceId)) for (const link of links) joined.add(link.traceId);
  }
  return spans.filter(({ traceId }) => joined.has(traceId));
}

/** A span with its depth in the tree of its trace. */
export interface TreeRow {
  readonly span: Span;
  readonly depth: number;
}

/** Returns spans as rows of a tree: each below its parent, in the order of their starts. A span without a known parent is a root. */
export function toTree(spans: readonly Span[]): readonly TreeRow[] {
  const key = (traceId: string, spanId: string) => `${traceId} ${spanId}`;
  const known = new Set(spans.map(({ traceId, spanId }) => key(traceId, spanId)));
  const children = Map.groupBy(spans, ({ traceId, parentId }) => {
    const parent = parentId === undefined ? "" : key(traceId, parentId);
    return known.has(parent) ? parent : "";
  });
  const visited = new Set<Span>();
  const rowsOf = (parent: string, depth: number): readonly TreeRow[] =>
    (children.get(parent) ?? []).flatMap((span) => {
      if (visited.has(span)) return [];
      visited.add(span);
      return [{ span, depth }, ...rowsOf(key(span.traceId, span.spanId), depth + 1)];
    });
  return rowsOf("", 0);
}
