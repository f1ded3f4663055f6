import { parseArgs } from "node:util";
import { exitOnHelp, getManagerApi, runCommand, shopOptions } from "./shop/command.ts";
import { importProductFile } from "./shop/product-import.ts";

/** `npm run import -- FILE.ndjson`: imports products, one JSON object per line. Exits with 1 if a line is rejected. */
const usage = "Usage: npm run import -- FILE.ndjson [--url URL] [--token TOKEN]";
const linesPerBar = 250;
const maxBars = 40;

exitOnHelp(usage);
const { values, positionals } = parseArgs({ allowPositionals: true, options: shopOptions });
const [file] = positionals;
if (file === undefined) {
  console.error(usage);
  process.exit(2);
}

await runCommand(async () => {
  const api = await getManagerApi(values);
  const startedAt = performance.now();
  const { created, updated, rejected } = await importProductFile(api, file, createProgress(process.stderr));
  const seconds = (performance.now() - startedAt) / 1000;
  for (const { line, reason, message } of rejected) console.log(`line ${line}: ${reason}: ${message}`);
  const rate = Math.round((created + updated + rejected.length) / seconds);
  console.log(`${created} created, ${updated} updated, ${rejected.length} rejected (${rate} per second)`);
  process.exitCode = rejected.length > 0 ? 1 : 0;
});

/** Returns a progress bar. It prints nothing when the stream is not a terminal. */
function createProgress(stream: NodeJS.WriteStream): (done: number) => void {
  if (!stream.isTTY) return () => {};
  return (done) => stream.write(`\r${"█".repeat(Math.min(maxBars, Math.ceil(done / linesPerBar)))} ${done} products `);
}
