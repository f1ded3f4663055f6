import { type BatchGetStockRequest, InventoryService } from "../../proto/gen/catalog/v1/inventory_pb.js";
import { anonymous } from "../../workers/kit/auth/identity.ts";
import type { CallContext } from "../../workers/kit/connect/call-context.ts";
import { createRpcClient, type ServiceBinding } from "../../workers/kit/connect/client.ts";
import { serveConnect } from "../../workers/kit/connect/server.ts";
import { bindService, type Implementation } from "../../workers/kit/connect/service.ts";

// Compares the CPU time of a unary call through kit's fast paths with the library's client and handlers. Client and
// server run in this process, without a network. The modes alternate, so that other load affects all of them.

const modes = [
  { name: "fast client, fast server", client: true, server: true },
  { name: "library client, fast server", client: false, server: true },
  { name: "fast client, library server", client: true, server: false },
  { name: "library client, library server", client: false, server: false },
] as const;

const warmUpRounds = 2;
const rounds = 10;
const callsPerRound = 1_500;

const { batchGetStock } = InventoryService.method;

const implementation = {
  batchGetStock: async ({ skus }: BatchGetStockRequest) => ({
    stock: skus.map((sku) => ({ sku, available: 3, reserved: 1 })),
  }),
} as unknown as Implementation<typeof InventoryService, CallContext>;

const serve = serveConnect<{ readonly FAST_PATHS: string }, CallContext>({
  services: [bindService(InventoryService, implementation)],
  identityVerifier: () => ({ verify: async () => anonymous }),
  context: (_env, call) => call,
});

const execution = { waitUntil: () => {} } as unknown as Parameters<typeof serve>[2];
const environments = { fast: { FAST_PATHS: "connect" }, library: { FAST_PATHS: "none" } };
const skus = Array.from({ length: 20 }, (_, index) => `SKU-${index}`);
const trace = { traceId: "1".repeat(32), spanId: "2".repeat(16) };
const { signal } = new AbortController();

/** Returns the CPU time of one call, in microseconds. */
async function measure({ client, server }: (typeof modes)[number]): Promise<number> {
  const env = server ? environments.fast : environments.library;
  const service: ServiceBinding = {
    // Without the signal: a service binding forwards it natively, which Node.js cannot imitate cheaply.
    fetch: (url, { signal: _signal, ...init }) => serve(new Request(url, init), env, execution),
  };
  const before = process.cpuUsage();
  for (let call = 0; call < callsPerRound; call++) {
    await createRpcClient(service, { trace, fastPath: client, signal })(batchGetStock, { skus });
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / callsPerRound;
}

// Each call writes a log line. Only its formatting is measured.
console.log = () => {};

const measured = modes.map((mode) => ({ mode, times: [] as number[] }));
for (let round = -warmUpRounds; round < rounds; round++) {
  for (const { mode, times } of measured) {
    const time = await measure(mode);
    if (round >= 0) times.push(time);
  }
}
for (const { mode, times } of measured) {
  const median = times.sort((a, b) => a - b)[rounds / 2] ?? 0;
  process.stdout.write(`${mode.name.padEnd(32)}${median.toFixed(0).padStart(4)} µs\n`);
}
