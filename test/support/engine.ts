import { startNeonProxy } from "../../dev/emulators/neon/server.ts";
import { startStripeEmulator } from "../../dev/emulators/stripe/server.ts";
import { startUpstashEmulator } from "../../dev/emulators/upstash/server.ts";

/** Runs one emulator in its own process, so that a test can measure its CPU time or kill it. Prints its port. */
const [name, options = "{}"] = process.argv.slice(2);
const start = { neon: startNeonProxy, stripe: startStripeEmulator, redis: startUpstashEmulator }[name ?? ""];
if (start === undefined) throw new Error(`Unknown emulator: ${name}`);
const emulator = await start(JSON.parse(options));
console.log(emulator.port);
// The emulator of Upstash has a Redis server as a child.
process.once("SIGTERM", () => emulator.stop().finally(() => process.exit()));
