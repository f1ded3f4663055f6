import { create, createRegistry, fromBinary, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import { anyUnpack } from "@bufbuild/protobuf/wkt";
import { ConnectError } from "@connectrpc/connect";
import { createRpcClient, type ServiceBinding } from "../../workers/kit/connect/client.ts";
import { Failure } from "../../workers/kit/errors/failure.ts";
import { continueTrace } from "../../workers/kit/observability/trace.ts";
import {
  type ClientCompatRequest,
  ClientCompatRequestSchema,
  ClientCompatResponseSchema,
  type ClientResponseResultSchema,
} from "./gen/connectrpc/conformance/v1/client_compat_pb.js";
import {
  ConformancePayloadSchema,
  ConformanceService,
  file_connectrpc_conformance_v1_service,
  type Header,
  type UnaryRequest,
} from "./gen/connectrpc/conformance/v1/service_pb.js";

// A Worker that makes the calls that the conformance runner describes, with the code that Stoa's Workers call each
// other with.

const registry = createRegistry(file_connectrpc_conformance_v1_service);
const { unary, idempotentUnary, unimplemented } = ConformanceService.method;
type Method = typeof unary | typeof idempotentUnary | typeof unimplemented;
const methods: Readonly<Record<string, Method>> = {
  Unary: unary,
  IdempotentUnary: idempotentUnary,
  Unimplemented: unimplemented,
};

type Result = MessageInitShape<typeof ClientResponseResultSchema>;

export default {
  async fetch(request: Request): Promise<Response> {
    const call = fromBinary(ClientCompatRequestSchema, new Uint8Array(await request.arrayBuffer()));
    const { testName } = call;
    const result = await make(call).then(
      (value) => ({ case: "response", value }) as const,
      (error: unknown) => ({ case: "error", value: { message: String(error) } }) as const,
    );
    return new Response(
      toBinary(
        ClientCompatResponseSchema,
        create(ClientCompatResponseSchema, { testName, result }),
      ) as Uint8Array<ArrayBuffer>,
    );
  },
};

async function make(call: ClientCompatRequest): Promise<Result> {
  // Which of the methods it is, and that this is its message, is known to the runner alone.
  const method = methods[call.method ?? ""] as typeof unary | undefined;
  if (method === undefined) throw new Error(`no ${call.method}`);
  const [packed] = call.requestMessages;
  const message = packed && anyUnpack(packed, registry);
  if (message === undefined) throw new Error("no message");
  let seen: Response | undefined;
  // Kit's clients speak to a binding, and of nothing but messages: what else the runner wants is done around them.
  const callee: ServiceBinding = {
    fetch: async (input, init) => {
      const headers = new Headers(init.headers);
      for (const { name, value } of call.requestHeaders) for (const one of value) headers.append(name, one);
      seen = await fetch(`http://${call.host}:${call.port}${new URL(input).pathname}`, { ...init, headers });
      return seen;
    },
  };
  const rpc = createRpcClient(callee, { trace: continueTrace(undefined), ...limitsOf(call) });
  const answered = await rpc(method, message as UnaryRequest).then(
    ({ payload }) => ({ payloads: [payload ?? create(ConformancePayloadSchema)] }),
    (error: unknown) => ({ error: errorOf(error) }),
  );
  return { ...answered, ...headersOf(seen) };
}

function limitsOf({ cancel, timeoutMs }: ClientCompatRequest) {
  if (cancel?.cancelTiming.case === "afterCloseSendMs") {
    const caller = new AbortController();
    setTimeout(() => caller.abort(), cancel.cancelTiming.value);
    return { signal: caller.signal };
  }
  return timeoutMs === undefined ? {} : { timeoutMs };
}

function errorOf(error: unknown) {
  if (!(error instanceof Failure)) throw error;
  const { cause } = error;
  const details = cause instanceof ConnectError ? cause.details : [];
  return {
    code: Number(error.code),
    message: error.message,
    details: details.flatMap((detail) =>
      "type" in detail ? [{ typeUrl: `type.googleapis.com/${detail.type}`, value: detail.value }] : [],
    ),
  };
}

function headersOf(response: Response | undefined): Pick<Result, "responseHeaders" | "responseTrailers"> {
  const all = [...(response?.headers ?? [])].map(([name, value]) => ({ name, value: value.split(", ") }));
  const isTrailer = ({ name }: Pick<Header, "name">) => name.startsWith("trailer-");
  return {
    responseHeaders: all.filter((header) => !isTrailer(header)),
    responseTrailers: all.filter(isTrailer).map(({ name, value }) => ({ name: name.slice("trailer-".length), value })),
  };
}
