import { create, createRegistry, fromBinary, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import { anyUnpack } from "@bufbuild/protobuf/wkt";
import { ConnectError } from "@connectrpc/connect";
import { createRpcClient, type ServiceBinding } from "../../workers/kit/connect/client.ts";
import { Failure } from "../../workers/kit/errors/failure.ts";
import { readFastPaths } from "../../workers/kit/fast-paths.ts";
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

// A Worker that makes the calls that the conformance runner describes, with the client that the Workers of Stoa use.

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
  async fetch(request: Request, env: object): Promise<Response> {
    const call = fromBinary(ClientCompatRequestSchema, new Uint8Array(await request.arrayBuffer()));
    const { testName } = call;
    const result = await makeCall(call, env).then(
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

async function makeCall(call: ClientCompatRequest, env: object): Promise<Result> {
  // The type of the message is known only at run time, so the method is cast to one of them.
  const method = methods[call.method ?? ""] as typeof unary | undefined;
  if (method === undefined) throw new Error(`Unknown method ${call.method}`);
  const [packed] = call.requestMessages;
  const message = packed && anyUnpack(packed, registry);
  if (message === undefined) throw new Error("The call has no message");
  let response: Response | undefined;
  // The client of kit calls a service binding and exposes only messages. Headers are added and read around it.
  const binding: ServiceBinding = {
    fetch: async (input, init) => {
      const headers = new Headers(init.headers);
      for (const { name, value } of call.requestHeaders) for (const item of value) headers.append(name, item);
      response = await fetch(`http://${call.host}:${call.port}${new URL(input).pathname}`, { ...init, headers });
      return response;
    },
  };
  const rpc = createRpcClient(binding, {
    trace: continueTrace(undefined),
    fastPath: readFastPaths(env).connect,
    ...limitsOf(call),
  });
  const result = await rpc(method, message as UnaryRequest).then(
    ({ payload }) => ({ payloads: [payload ?? create(ConformancePayloadSchema)] }),
    (error: unknown) => ({ error: errorOf(error) }),
  );
  return { ...result, ...headersOf(response) };
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
