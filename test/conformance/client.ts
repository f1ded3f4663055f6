import { frame, readFrames } from "./frames.ts";
import { serveWorker } from "./workerd.ts";

// The program that the runner starts for a client. It reads calls from standard input, makes them from a Worker, and
// writes each result to standard output.

const { port, stop } = await serveWorker("client-under-test.ts", {
  bindings: { FAST_PATHS: process.env.STOA_FAST_PATHS ?? "" },
});
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop().then(() => process.exit(0)));
const calls: Promise<void>[] = [];
for await (const call of readFrames(process.stdin)) {
  calls.push(makeCall(new Uint8Array(call)));
}
await Promise.all(calls);
await stop();

async function makeCall(body: Uint8Array<ArrayBuffer>): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", body });
  if (!response.ok) throw new Error(await response.text());
  process.stdout.write(frame(new Uint8Array(await response.arrayBuffer())));
}
