import { createServer } from "node:http";
import { listen, stopListening } from "../../process/listen.ts";
import { escapeHtml } from "./html.ts";
import { type LogLine, readLogLines } from "./log-file.ts";
import { findJoinedSpans, type Span, toSpans } from "./spans.ts";
import { drawTrace } from "./trace-picture.ts";

export interface TraceServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Serves `/dev/traces`: the latest requests, and one picture for each order or trace. It reads the Workers' log. */
export async function startTraceServer(logFile: string): Promise<TraceServer> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    const [, , page, id = ""] = pathname.split("/");
    const wanted = decodeURIComponent(id) || searchParams.get("id")?.trim();
    const isFound = request.method === "GET" && pathname.startsWith("/dev/") && page === "traces";
    response.writeHead(isFound ? 200 : 404, {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
    });
    if (!isFound) response.end(toPage("Not found", `<p>Traces are at <a href="/dev/traces">/dev/traces</a>.</p>`));
    else response.end(wanted ? showTrace(logFile, wanted) : showList(logFile));
  });
  const port = await listen(server);
  return { port, stop: () => stopListening(server) };
}

const maxListed = 100;

function showList(logFile: string): string {
  const spans = toSpans(readLogLines(logFile, '"message":"request"'));
  const orderIds = new Map(
    toSpans(readLogLines(logFile, '"stoa.order_id"')).flatMap(({ traceId, orderId }) =>
      orderId === undefined ? [] : [[traceId, orderId] as const],
    ),
  );
  const rows = spans
    .slice(-maxListed)
    .reverse()
    .map((span) => toRow(span, orderIds.get(span.traceId)));
  return toPage(
    "Traces",
    `<form><label>Order or trace <input name="id" size="40"></label> <button>Show</button></form>
<table><tr><th>Time</th><th>Request</th><th>Status</th><th>Errors</th><th>Time</th><th>Order</th></tr>${rows.join("\n")}</table>`,
  );
}

function toRow({ traceId, name, ms, line, startedAt }: Span, orderId: string | undefined): string {
  const codes = [line["stoa.error.codes"] ?? [], line["stoa.user_error.codes"] ?? []].flat().join(", ");
  const order = orderId === undefined ? "" : link(orderId);
  const cells = [
    formatTime(startedAt),
    link(traceId, name),
    line["http.response.status_code"],
    codes,
    `${ms} ms`,
    order,
  ];
  return `<tr>${cells.map((cell, index) => `<td>${index === 1 || index === 5 ? cell : escapeHtml(String(cell))}</td>`).join("")}</tr>`;
}

function link(id: string, text = id): string {
  return `<a href="/dev/traces/${encodeURIComponent(id)}">${escapeHtml(text)}</a>`;
}

/** Returns the page of an order or a trace: the picture, and the lines that are no spans. */
function showTrace(logFile: string, id: string): string {
  const lines = readLogLines(logFile, "stoa.trace_id");
  const spans = findJoinedSpans(toSpans(lines), id);
  if (spans.length === 0) return toPage(id, `<p>The log has no span of <code>${escapeHtml(id)}</code>.</p>`);
  const traceIds = new Set(spans.map(({ traceId }) => traceId));
  const others = lines.filter(
    (line) => traceIds.has(String(line["stoa.trace_id"])) && line["stoa.span_id"] === undefined,
  );
  const summary = `${spans.length} spans of ${traceIds.size} traces. Rows with ↪ are traces that are joined by a link. Grey: a pause.`;
  return toPage(
    id,
    `<p>${summary} <a href="/dev/traces">All traces</a></p>${drawTrace(spans)}
${others.length === 0 ? "" : `<h2>Other lines</h2><pre>${others.map((line) => escapeHtml(formatLine(line))).join("\n")}</pre>`}`,
  );
}

function formatLine({ time, level, message, ...fields }: LogLine): string {
  return `${String(time).slice(11, 23)} ${level} ${message} ${JSON.stringify(fields)}`;
}

function formatTime(time: number): string {
  return new Date(time).toISOString().slice(11, 23);
}

function toPage(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escapeHtml(title)} · Stoa</title>
<style>body { font: 14px system-ui, sans-serif; margin: 24px; color: #0f172a } table { border-collapse: collapse }
td, th { padding: 3px 14px 3px 0; text-align: left; vertical-align: top } a { color: #4338ca } pre { white-space: pre-wrap } svg { max-width: 100%; height: auto }</style>
<h1>${escapeHtml(title)}</h1>${body}</html>`;
}
