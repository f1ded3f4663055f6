import { parseArgs } from "node:util";
import { demoPassword } from "./demo/accounts.ts";
import { signIn } from "./shop/api.ts";
import { importProductFile } from "./shop/product-import.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { url: { type: "string" }, token: { type: "string" } },
});
const [file] = positionals;
if (file === undefined) {
  console.error("usage: npm run import -- FILE.ndjson [--url URL] [--token TOKEN]");
  process.exit(2);
}
const url = values.url ?? `http://127.0.0.1:${process.env.PORT ?? 8787}`;
try {
  const token = values.token ?? (await signIn(url, "manager@stoa.example", demoPassword));
  const startedAt = performance.now();
  const summary = await importProductFile({ url, token }, file, progressOn(process.stderr));
  const seconds = (performance.now() - startedAt) / 1000;
  for (const { line, reason, message } of summary.rejected) console.log(`line ${line}: ${reason}: ${message}`);
  const { created, updated, rejected: refused } = summary;
  const rate = Math.round((created + updated + refused.length) / seconds);
  console.log(`${created} created, ${updated} updated, ${refused.length} refused (${rate} a second)`);
  process.exitCode = refused.length > 0 ? 1 : 0;
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error} (shop: ${url})`);
  process.exitCode = 1;
}

/** Only where somebody looks: a bar in a log file is noise. */
function progressOn(stream: NodeJS.WriteStream): (done: number) => void {
  if (!stream.isTTY) return () => {};
  return (done) => stream.write(`\r${"█".repeat(Math.min(40, Math.ceil(done / 250)))} ${done} products `);
}
