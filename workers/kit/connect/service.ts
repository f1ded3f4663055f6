import {
  create,
  type DescMessage,
  type DescMethod,
  type DescMethodBiDiStreaming,
  type DescMethodClientStreaming,
  type DescMethodServerStreaming,
  type DescMethodUnary,
  type DescService,
  getOption,
  type MessageInitShape,
  type MessageShape,
} from "@bufbuild/protobuf";
import { fresh, Permission, permission, scope } from "../../../proto/gen/common/v1/permission_pb.js";
import { requireAccess } from "../auth/permissions.ts";
import { assertStorableText } from "../validation/storable-text.ts";
import type { CallContext } from "./call-context.ts";

type Request<M> = M extends DescMethod ? MessageShape<M["input"]> : never;
type Response<M> = M extends DescMethod ? MessageInitShape<M["output"]> : never;
type Requests<M> = AsyncIterable<Request<M>>;
type Responses<M> = Promise<AsyncIterable<Response<M>>>;

type MethodImplementation<M, C> = M extends DescMethodUnary
  ? (request: Request<M>, ctx: C) => Promise<Response<M>>
  : M extends DescMethodServerStreaming
    ? (request: Request<M>, ctx: C) => Responses<M>
    : M extends DescMethodClientStreaming
      ? (requests: Requests<M>, ctx: C) => Promise<Response<M>>
      : M extends DescMethodBiDiStreaming
        ? (requests: Requests<M>, ctx: C) => Responses<M>
        : never;

/**
 * One function per method of the contract, which receives the request and the service's own context. The function of a
 * streaming method resolves when the call is accepted, with the messages to send. It must stop when `ctx.signal` aborts.
 */
export type Implementation<S extends DescService, C> = {
  readonly [K in keyof S["method"]]: MethodImplementation<S["method"][K], C>;
};

type MethodCall<I, O, C> = (request: I, call: CallContext, ctx: C) => Promise<O>;
type Message = MessageShape<DescMessage>;
type MessageInit = MessageInitShape<DescMessage>;

/** A method with its implementation. `call` checks the caller's permission first. */
export type BoundMethod<C> =
  | UnaryMethod<C>
  | ServerStreamingMethod<C>
  | ClientStreamingMethod<C>
  | BidiStreamingMethod<C>;

export interface UnaryMethod<C> {
  readonly kind: "unary";
  readonly desc: DescMethodUnary;
  readonly call: MethodCall<Message, Message, C>;
}

export interface ServerStreamingMethod<C> {
  readonly kind: "server_streaming";
  readonly desc: DescMethodServerStreaming;
  readonly call: MethodCall<Message, AsyncIterable<MessageInit>, C>;
}

export interface ClientStreamingMethod<C> {
  readonly kind: "client_streaming";
  readonly desc: DescMethodClientStreaming;
  readonly call: MethodCall<AsyncIterable<Message>, MessageInit, C>;
}

/** Over HTTP/1.1 the client sends all messages before it receives the first one. */
export interface BidiStreamingMethod<C> {
  readonly kind: "bidi_streaming";
  readonly desc: DescMethodBiDiStreaming;
  readonly call: MethodCall<AsyncIterable<Message>, AsyncIterable<MessageInit>, C>;
}

export interface BoundService<C> {
  readonly desc: DescService;
  readonly methods: readonly BoundMethod<C>[];
}

/** Binds a contract to its implementation. Throws at startup for a method without a permission in the contract. */
export function bindService<S extends DescService, C>(desc: S, implementation: Implementation<S, C>): BoundService<C> {
  const methods = desc.methods.map((method): BoundMethod<C> => {
    const required = {
      permission: getOption(method, permission),
      scope: getOption(method, scope),
      fresh: getOption(method, fresh),
    };
    if (required.permission === Permission.UNSPECIFIED)
      throw new Error(`${desc.typeName}/${method.name} has no permission option`);
    // The types of the descriptor and of the implementation match, but TypeScript cannot express that in a loop.
    const implement: unknown = implementation[method.localName as keyof S["method"]];
    const call = async <I, O>(request: I, call: CallContext, ctx: C): Promise<O> => {
      requireAccess(call.identity, required, call.now());
      assertStorableText(request);
      return (implement as (request: I, ctx: C) => Promise<O>)(request, ctx);
    };
    if (isKind(method, "unary")) {
      const unary: UnaryMethod<C>["call"] = async (...args) =>
        create(method.output, await call<Message, MessageInit>(...args));
      return { kind: "unary", desc: method, call: unary };
    }
    if (isKind(method, "server_streaming")) return { kind: "server_streaming", desc: method, call };
    if (isKind(method, "client_streaming")) return { kind: "client_streaming", desc: method, call };
    if (isKind(method, "bidi_streaming")) return { kind: "bidi_streaming", desc: method, call };
    throw new Error(`${desc.typeName}/${method.name} has an unknown method kind`);
  });
  return { desc, methods };
}

/** Narrows a method by its kind, which TypeScript does not infer. */
function isKind<K extends DescMethod["methodKind"]>(
  method: DescMethod,
  kind: K,
): method is DescMethod & { readonly methodKind: K } {
  return method.methodKind === kind;
}
