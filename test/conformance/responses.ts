import { create } from "@bufbuild/protobuf";
import { type Any, anyPack } from "@bufbuild/protobuf/wkt";
import { ConnectError } from "@connectrpc/connect";
import type { CallContext } from "../../workers/kit/connect/call-context.ts";
import type { CallHeaders } from "../../workers/kit/connect/handler-context.ts";
import {
  type ConformancePayload,
  ConformancePayload_RequestInfoSchema,
  ConformancePayloadSchema,
  type Error as Failing,
  type Header,
  type StreamResponseDefinition,
  type UnaryResponseDefinition,
} from "./gen/connectrpc/conformance/v1/service_pb.js";

/** A call with its HTTP headers. */
export interface ConformanceContext extends CallContext {
  readonly exchange: CallHeaders;
}

interface Response {
  readonly payload: ConformancePayload;
}

/** Returns the message that the request describes, or throws its error. */
export async function respondOnce(
  definition: UnaryResponseDefinition | undefined,
  requests: readonly Any[],
  ctx: ConformanceContext,
): Promise<Response> {
  sendHeaders(definition, ctx);
  await pause(definition?.responseDelayMs, ctx.signal);
  const requestInfo = describeRequest(requests, ctx);
  const { response } = definition ?? {};
  if (response?.case === "error") {
    throw createError(response.value, anyPack(ConformancePayload_RequestInfoSchema, requestInfo));
  }
  const data = response?.value ?? new Uint8Array();
  return { payload: create(ConformancePayloadSchema, { requestInfo, data }) };
}

/** Streams the messages that the request describes, and then throws its error, if any. */
export async function* respondWithStream(
  definition: StreamResponseDefinition | undefined,
  requests: readonly Any[],
  ctx: ConformanceContext,
): AsyncGenerator<Response> {
  sendHeaders(definition, ctx);
  if (definition === undefined) return;
  const requestInfo = describeRequest(requests, ctx);
  for (const [index, data] of definition.responseData.entries()) {
    await pause(definition.responseDelayMs, ctx.signal);
    yield { payload: create(ConformancePayloadSchema, index === 0 ? { requestInfo, data } : { data }) };
  }
  if (definition.error === undefined) return;
  const info = anyPack(ConformancePayload_RequestInfoSchema, requestInfo);
  throw definition.responseData.length === 0 ? createError(definition.error, info) : createError(definition.error);
}

interface ToSend {
  readonly responseHeaders: readonly Header[];
  readonly responseTrailers: readonly Header[];
}

function sendHeaders(toSend: ToSend | undefined, { exchange }: ConformanceContext): void {
  const append = (to: Headers, headers: readonly Header[] = []): void => {
    for (const { name, value } of headers) for (const item of value) to.append(name, item);
  };
  append(exchange.responseHeader, toSend?.responseHeaders);
  append(exchange.responseTrailer, toSend?.responseTrailers);
}

function describeRequest(requests: readonly Any[], { exchange }: ConformanceContext) {
  const timeoutMs = exchange.timeoutMs();
  return create(ConformancePayload_RequestInfoSchema, {
    requestHeaders: [...exchange.requestHeader].map(([name, value]) => ({ name, value: value.split(", ") })),
    requests: [...requests],
    ...(timeoutMs === undefined ? {} : { timeoutMs: BigInt(timeoutMs) }),
  });
}

function createError({ code, message, details }: Failing, ...more: readonly Any[]): ConnectError {
  const error = new ConnectError(message ?? "", Number(code));
  error.details = [...details, ...more].map(({ typeUrl, value }) => ({
    type: typeUrl.slice(typeUrl.lastIndexOf("/") + 1),
    value,
  }));
  return error;
}

/** Waits. Rejects with the reason of the signal when the call is aborted. */
function pause(ms: number | undefined, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    if (ms === undefined || ms === 0) return resolve();
    setTimeout(resolve, ms);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
