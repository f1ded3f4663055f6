import { frame, readFrames } from "./frames.ts";
import { serveWorker } from "./workerd.ts";

// The program that the runner starts to have a client: reads calls on standard input, has a Worker make them, and says
// on standard output what came of each.

const { port, stop } = await serveWorker("client-under-test.ts");
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop().then(() => process.exit(0)));
const calls: Promise<void>[] = [];
for await (const call of readFrames(process.stdin)) {
  calls.push(make(new Uint8Array(call)));
}
await Promise.all(calls);
await stop();

async function make(body: Uint8Array<ArrayBuffer>): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", body });
  if (!response.ok) throw new Error(await response.text());
  process.stdout.write(frame(new Uint8Array(await response.arrayBuffer())));
}
