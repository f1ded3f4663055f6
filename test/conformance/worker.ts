import { create, setExtension } from "@bufbuild/protobuf";
import { anyPack, MethodOptionsSchema } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError } from "@connectrpc/connect";
import { Permission, permission } from "../../proto/gen/common/v1/permission_pb.js";
import { anonymous } from "../../workers/kit/auth/identity.ts";
import { serveConnect } from "../../workers/kit/connect/server.ts";
import { bindService } from "../../workers/kit/connect/service.ts";
import { ConformanceService } from "./gen/connectrpc/conformance/v1/service_pb.js";
import { type ConformanceContext, respondOnce, respondWithStream } from "./responses.ts";

// The service that the conformance runner tests. It is served by the same code as the services of Stoa.

interface Env {
  /** The maximum size of a message in bytes. 0 selects the limit of kit. */
  readonly MAX_BYTES: string;
}

const { unary, idempotentUnary, serverStream, clientStream, bidiStream } = ConformanceService.method;

const implementation: Parameters<typeof bindService<typeof ConformanceService, ConformanceContext>>[1] = {
  unary: (request, ctx) => respondOnce(request.responseDefinition, [anyPack(unary.input, request)], ctx),
  idempotentUnary: (request, ctx) =>
    respondOnce(request.responseDefinition, [anyPack(idempotentUnary.input, request)], ctx),
  unimplemented: async () => {
    throw new ConnectError("The contract requires this error", Code.Unimplemented);
  },
  serverStream: async (request, ctx) =>
    respondWithStream(request.responseDefinition, [anyPack(serverStream.input, request)], ctx),
  clientStream: async (requests, ctx) => {
    const all = await collect(requests);
    const packed = all.map((request) => anyPack(clientStream.input, request));
    return respondOnce(all[0]?.responseDefinition, packed, ctx);
  },
  bidiStream: async (requests, ctx) => {
    const all = await collect(requests);
    const packed = all.map((request) => anyPack(bidiStream.input, request));
    return respondWithStream(all[0]?.responseDefinition, packed, ctx);
  },
};

async function collect<T>(requests: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const request of requests) all.push(request);
  return all;
}

function serve({ MAX_BYTES }: Env) {
  // The methods of the runner have no permission option, which kit requires. All of them become public.
  for (const { proto } of ConformanceService.methods) {
    proto.options ??= create(MethodOptionsSchema);
    setExtension(proto.options, permission, Permission.PUBLIC);
  }
  const maxBytes = Number(MAX_BYTES);
  return serveConnect<Env, ConformanceContext>({
    services: [bindService(ConformanceService, implementation)],
    identityVerifier: () => ({ verify: async () => anonymous }),
    context: (_env, call, exchange) => ({ ...call, exchange }),
    ...(maxBytes > 0 ? { maxMessageBytes: maxBytes } : {}),
  });
}

let serving: ReturnType<typeof serve> | undefined;

export default {
  fetch: (request: Request, env: Env, execution: Parameters<ReturnType<typeof serve>>[2]): Promise<Response> => {
    serving ??= serve(env);
    return serving(request, env, execution);
  },
};
