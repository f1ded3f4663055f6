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
import { Permission, permission, scope } from "../../../proto/gen/common/v1/permission_pb.js";
import { requireAccess } from "../auth/permissions.ts";
import { assertStorableText } from "../validation/storable-text.ts";
import type { CallContext } from "./call-context.ts";

type Request<M> = M extends DescMethod ? MessageShape<M["input"]> : never;
type Response<M> = M extends DescMethod ? MessageInitShape<M["output"]> : never;
type Requests<M> = AsyncIterable<Request<M>>;
type Responses<M> = Promise<AsyncIterable<Response<M>>>;

type Code<M, C> = M extends DescMethodUnary
  ? (request: Request<M>, ctx: C) => Promise<Response<M>>
  : M extends DescMethodServerStreaming
    ? (request: Request<M>, ctx: C) => Responses<M>
    : M extends DescMethodClientStreaming
      ? (requests: Requests<M>, ctx: C) => Promise<Response<M>>
      : M extends DescMethodBiDiStreaming
        ? (requests: Requests<M>, ctx: C) => Responses<M>
        : never;

/**
 * One function a method: the request and the service's own context in, the response out. None can be forgotten. A
 * stream's function answers once the caller is let in, with what is to be sent; it ends its work with `ctx.signal`.
 */
export type Implementation<S extends DescService, C> = {
  readonly [K in keyof S["method"]]: Code<S["method"][K], C>;
};

type CallOf<I, O, C> = (request: I, call: CallContext, ctx: C) => Promise<O>;
type One = MessageShape<DescMessage>;
type Init = MessageInitShape<DescMessage>;

/** A method ready to be called: its permission is checked before its code runs. */
export type BoundMethod<C> =
  | BoundUnary<C>
  | ServerStreamingMethod<C>
  | ClientStreamingMethod<C>
  | BidiStreamingMethod<C>;

export interface BoundUnary<C> {
  readonly kind: "unary";
  readonly desc: DescMethodUnary;
  readonly call: CallOf<One, One, C>;
}

export interface ServerStreamingMethod<C> {
  readonly kind: "server_streaming";
  readonly desc: DescMethodServerStreaming;
  readonly call: CallOf<One, AsyncIterable<Init>, C>;
}

export interface ClientStreamingMethod<C> {
  readonly kind: "client_streaming";
  readonly desc: DescMethodClientStreaming;
  readonly call: CallOf<AsyncIterable<One>, Init, C>;
}

/** Over HTTP/1.1 the caller says all it has to say before it is answered. */
export interface BidiStreamingMethod<C> {
  readonly kind: "bidi_streaming";
  readonly desc: DescMethodBiDiStreaming;
  readonly call: CallOf<AsyncIterable<One>, AsyncIterable<Init>, C>;
}

export interface BoundService<C> {
  readonly desc: DescService;
  readonly methods: readonly BoundMethod<C>[];
}

/** Binds a service's contract to its code. Throws, at start, for a method whose contract states no permission. */
export function bindService<S extends DescService, C>(desc: S, implementation: Implementation<S, C>): BoundService<C> {
  const methods = desc.methods.map((method): BoundMethod<C> => {
    const needed = { permission: getOption(method, permission), scope: getOption(method, scope) };
    if (needed.permission === Permission.UNSPECIFIED)
      throw new Error(`${desc.typeName}/${method.name} states no permission`);
    // The contract's descriptor and the implementation's type are two views of one method: only the compiler knew it.
    const run: unknown = implementation[method.localName as keyof S["method"]];
    const call = async <I, O>(request: I, call: CallContext, ctx: C): Promise<O> => {
      requireAccess(call.identity, needed);
      assertStorableText(request);
      return (run as (request: I, ctx: C) => Promise<O>)(request, ctx);
    };
    if (isOf(method, "unary")) {
      const unary: BoundUnary<C>["call"] = async (...args) => create(method.output, await call<One, Init>(...args));
      return { kind: "unary", desc: method, call: unary };
    }
    if (isOf(method, "server_streaming")) return { kind: "server_streaming", desc: method, call };
    if (isOf(method, "client_streaming")) return { kind: "client_streaming", desc: method, call };
    if (isOf(method, "bidi_streaming")) return { kind: "bidi_streaming", desc: method, call };
    throw new Error(`${desc.typeName}/${method.name} is of a kind that is not known`);
  });
  return { desc, methods };
}

/** The compiler does not see that a method's kind tells its type. */
function isOf<K extends DescMethod["methodKind"]>(
  method: DescMethod,
  kind: K,
): method is DescMethod & { readonly methodKind: K } {
  return method.methodKind === kind;
}
