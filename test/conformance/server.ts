import { readFileSync } from "node:fs";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { frame } from "./frames.ts";
import {
  ServerCompatRequestSchema,
  ServerCompatResponseSchema,
} from "./gen/connectrpc/conformance/v1/server_compat_pb.js";
import { serveWorker } from "./workerd.ts";

// The program that the runner starts for a server. It reads its options from standard input, and writes its address to
// standard output.

const { messageReceiveLimit } = fromBinary(ServerCompatRequestSchema, readFileSync(process.stdin.fd).subarray(4));
const { port, stop } = await serveWorker("worker.ts", {
  bindings: { MAX_BYTES: String(messageReceiveLimit), FAST_PATHS: process.env.STOA_FAST_PATHS ?? "" },
});
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop().then(() => process.exit(0)));
const address = create(ServerCompatResponseSchema, { host: "127.0.0.1", port });
process.stdout.write(frame(toBinary(ServerCompatResponseSchema, address)));
