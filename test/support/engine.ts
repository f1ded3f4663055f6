import { startNeonProxy } from "../../dev/emulators/neon/server.ts";
import { startStripeSandbox } from "../../dev/emulators/stripe/server.ts";
import { startUpstash } from "../../dev/emulators/upstash/server.ts";

/** Runs one engine in a process of its own, so that its CPU can be told apart, or it can be killed. Prints its port. */
const [name, options = "{}"] = process.argv.slice(2);
const start = { neon: startNeonProxy, stripe: startStripeSandbox, redis: startUpstash }[name ?? ""];
if (start === undefined) throw new Error(`no engine ${name}`);
const { port } = await start(JSON.parse(options));
console.log(port);
