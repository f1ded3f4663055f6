import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { logFields } from "../../workers/kit/observability/log-fields.ts";
import { root } from "../build/root.ts";
import { getLogFile, type LogLine, parseLogLines, readLogLines } from "../local/telemetry/log-file.ts";
import { findJoinedSpans, toSpans, toTree } from "../local/telemetry/spans.ts";
import { followFile } from "./logs/follow-file.ts";
import { createFilter, formatLine } from "./logs/query.ts";
import { exitOnHelp } from "./shop/command.ts";

/** `npm run logs`: shows the log lines of the local Workers. See docs/observability.md. */
const usage = `Usage: npm run logs -- [FILTER …] [OPTION …]

  FILTER   FIELD=VALUE, FIELD!=VALUE or FIELD>NUMBER. A field is a name in docs/logging.md, or a part of it:
           message=effect outcome=retry duration_ms>100
  --trace ID     the spans of a trace or an order as a tree, joined across alarm, queue and webhook
  --level LEVEL  only lines of this level or above: info, warn, error
  --since TIME   30s, 10m, 2h or a time
  --limit N      the newest N lines (default 50)
  --follow       shows new lines until Ctrl-C
  --json         the lines as they are
  --data DIR     the data folder (default .stoa)`;

exitOnHelp(usage);

try {
  run();
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  process.exitCode = 1;
}

function run(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      trace: { type: "string" },
      level: { type: "string", default: "info" },
      since: { type: "string" },
      limit: { type: "string", default: "50" },
      follow: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      data: { type: "string", default: ".stoa" },
    },
  });
  const file = getLogFile(resolve(root, values.data));
  if (values.trace !== undefined) {
    printTrace(readLogLines(file, logFields.traceId), values.trace);
    return;
  }
  const { level, since } = values;
  const matches = createFilter({ filters: positionals, level, since, now: Date.now() });
  const print = (lines: readonly LogLine[]) => {
    for (const line of lines) console.log(values.json ? JSON.stringify(line) : formatLine(line));
  };
  const found = readLogLines(file).filter(matches);
  const limit = Number(values.limit);
  if (!Number.isSafeInteger(limit) || limit < 0) throw new Error("--limit must be a number");
  print(limit === 0 ? [] : found.slice(-limit));
  if (found.length > limit) console.error(`${found.length - limit} older lines are not shown: --limit ${found.length}`);
  if (values.follow) followFile(file, (text) => print(parseLogLines(text).filter(matches)));
}

function printTrace(lines: readonly LogLine[], id: string): void {
  const spans = findJoinedSpans(toSpans(lines), id);
  const [first] = spans;
  if (first === undefined) throw new Error(`The log has no span of ${id}`);
  for (const { span, depth } of toTree(spans)) {
    const { startedAt, ms, service, operation, name, isFailed, traceId } = span;
    const link = depth === 0 && traceId !== first.traceId ? "↪ " : "";
    const label = `${"  ".repeat(depth)}${link}${service} ${operation} ${name}${isFailed ? " !" : ""}`;
    console.log(`${`+${startedAt - first.startedAt}`.padStart(8)} ms ${`${ms}`.padStart(6)} ms  ${label}`);
  }
}
