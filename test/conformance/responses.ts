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

/** What the conformance service works with: a call and the HTTP around it. */
export interface ConformanceContext extends CallContext {
  readonly exchange: CallHeaders;
}

interface Answer {
  readonly payload: ConformancePayload;
}

/** Answers as a request asks to be answered: with one message, or with an error. */
export async function answerOnce(
  definition: UnaryResponseDefinition | undefined,
  requests: readonly Any[],
  ctx: ConformanceContext,
): Promise<Answer> {
  sendHeaders(definition, ctx);
  await pause(definition?.responseDelayMs, ctx.signal);
  const requestInfo = tellRequest(requests, ctx);
  const { response } = definition ?? {};
  if (response?.case === "error") {
    throw errorOf(response.value, anyPack(ConformancePayload_RequestInfoSchema, requestInfo));
  }
  const data = response?.value ?? new Uint8Array();
  return { payload: create(ConformancePayloadSchema, { requestInfo, data }) };
}

/** As above with a stream of messages, and an error at its end when there is to be one. */
export async function* answerMany(
  definition: StreamResponseDefinition | undefined,
  requests: readonly Any[],
  ctx: ConformanceContext,
): AsyncGenerator<Answer> {
  sendHeaders(definition, ctx);
  if (definition === undefined) return;
  const requestInfo = tellRequest(requests, ctx);
  for (const [index, data] of definition.responseData.entries()) {
    await pause(definition.responseDelayMs, ctx.signal);
    yield { payload: create(ConformancePayloadSchema, index === 0 ? { requestInfo, data } : { data }) };
  }
  if (definition.error === undefined) return;
  const told = anyPack(ConformancePayload_RequestInfoSchema, requestInfo);
  throw definition.responseData.length === 0 ? errorOf(definition.error, told) : errorOf(definition.error);
}

interface ToSend {
  readonly responseHeaders: readonly Header[];
  readonly responseTrailers: readonly Header[];
}

function sendHeaders(toSend: ToSend | undefined, { exchange }: ConformanceContext): void {
  const append = (to: Headers, headers: readonly Header[] = []): void => {
    for (const { name, value } of headers) for (const one of value) to.append(name, one);
  };
  append(exchange.responseHeader, toSend?.responseHeaders);
  append(exchange.responseTrailer, toSend?.responseTrailers);
}

function tellRequest(requests: readonly Any[], { exchange }: ConformanceContext) {
  const timeoutMs = exchange.timeoutMs();
  return create(ConformancePayload_RequestInfoSchema, {
    requestHeaders: [...exchange.requestHeader].map(([name, value]) => ({ name, value: value.split(", ") })),
    requests: [...requests],
    ...(timeoutMs === undefined ? {} : { timeoutMs: BigInt(timeoutMs) }),
  });
}

function errorOf({ code, message, details }: Failing, ...more: readonly Any[]): ConnectError {
  const error = new ConnectError(message ?? "", Number(code));
  error.details = [...details, ...more].map(({ typeUrl, value }) => ({
    type: typeUrl.slice(typeUrl.lastIndexOf("/") + 1),
    value,
  }));
  return error;
}

/** Ends early, with its reason, when the call does. */
function pause(ms: number | undefined, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    if (ms === undefined || ms === 0) return resolve();
    setTimeout(resolve, ms);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
