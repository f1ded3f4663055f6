import { create, setExtension } from "@bufbuild/protobuf";
import { anyPack, MethodOptionsSchema } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError } from "@connectrpc/connect";
import { Permission, permission } from "../../proto/gen/common/v1/permission_pb.js";
import { serveConnect } from "../../workers/kit/connect/server.ts";
import { bindService } from "../../workers/kit/connect/service.ts";
import { ConformanceService } from "./gen/connectrpc/conformance/v1/service_pb.js";
import { answerMany, answerOnce, type ConformanceContext } from "./responses.ts";

// The service that the conformance runner drives, served by the code that serves Stoa's own.

interface Env {
  /** The most bytes a message may have; 0 for kit's own limit. */
  readonly MOST_BYTES: string;
}

const { unary, idempotentUnary, serverStream, clientStream, bidiStream } = ConformanceService.method;

const implementation: Parameters<typeof bindService<typeof ConformanceService, ConformanceContext>>[1] = {
  unary: (request, ctx) => answerOnce(request.responseDefinition, [anyPack(unary.input, request)], ctx),
  idempotentUnary: (request, ctx) =>
    answerOnce(request.responseDefinition, [anyPack(idempotentUnary.input, request)], ctx),
  unimplemented: async () => {
    throw new ConnectError("the contract wants it so", Code.Unimplemented);
  },
  serverStream: async (request, ctx) =>
    answerMany(request.responseDefinition, [anyPack(serverStream.input, request)], ctx),
  clientStream: async (requests, ctx) => {
    const all = await allOf(requests);
    const told = all.map((request) => anyPack(clientStream.input, request));
    return answerOnce(all[0]?.responseDefinition, told, ctx);
  },
  bidiStream: async (requests, ctx) => {
    const all = await allOf(requests);
    const told = all.map((request) => anyPack(bidiStream.input, request));
    return answerMany(all[0]?.responseDefinition, told, ctx);
  },
};

async function allOf<T>(requests: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const request of requests) all.push(request);
  return all;
}

function serve({ MOST_BYTES }: Env) {
  // The runner's contract states no permissions, and what states none cannot be served: here all is for everybody.
  for (const { proto } of ConformanceService.methods) {
    proto.options ??= create(MethodOptionsSchema);
    setExtension(proto.options, permission, Permission.PUBLIC);
  }
  const mostBytes = Number(MOST_BYTES);
  return serveConnect<Env, ConformanceContext>({
    name: "conformance",
    services: [bindService(ConformanceService, implementation)],
    identityKey: () => "nobody has one here",
    context: (_env, call, exchange) => ({ ...call, exchange }),
    ...(mostBytes > 0 ? { maxMessageBytes: mostBytes } : {}),
  });
}

let serving: ReturnType<typeof serve> | undefined;

export default {
  fetch: (request: Request, env: Env, execution: Parameters<ReturnType<typeof serve>>[2]): Promise<Response> => {
    serving ??= serve(env);
    return serving(request, env, execution);
  },
};
