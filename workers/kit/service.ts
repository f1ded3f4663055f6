import {
  create,
  type DescMessage,
  type DescMethod,
  type DescMethodUnary,
  type DescService,
  getOption,
  type MessageInitShape,
  type MessageShape,
} from "@bufbuild/protobuf";
import { Permission, permission } from "../../proto/gen/common/v1/permission_pb.js";
import type { Call } from "./call.ts";
import { requirePermission } from "./permissions.ts";

type UnaryMethods<S extends DescService> = {
  [K in keyof S["method"]]: S["method"][K] extends DescMethodUnary ? S["method"][K] : never;
};

/** One function a method: the request and the service's own context in, the response out. None can be forgotten. */
export type Implementation<S extends DescService, C> = {
  readonly [K in keyof UnaryMethods<S>]: (
    request: MessageShape<UnaryMethods<S>[K]["input"]>,
    ctx: C,
  ) => Promise<MessageInitShape<UnaryMethods<S>[K]["output"]>>;
};

type Run<C> = (request: MessageShape<DescMessage>, ctx: C) => Promise<MessageInitShape<DescMessage>>;

/** A method ready to be called: its permission is checked before its code runs. */
export interface BoundMethod<C> {
  readonly desc: DescMethodUnary;
  readonly call: (request: MessageShape<DescMessage>, call: Call, ctx: C) => Promise<MessageShape<DescMessage>>;
}

export interface BoundService<C> {
  readonly desc: DescService;
  readonly methods: readonly BoundMethod<C>[];
}

/** Binds a service's contract to its code. Throws, at start, for a method whose contract states no permission. */
export function bindService<S extends DescService, C>(desc: S, implementation: Implementation<S, C>): BoundService<C> {
  const methods = desc.methods.map((method): BoundMethod<C> => {
    if (!isUnary(method)) throw new Error(`${desc.typeName}/${method.name} is not unary`);
    const needed = getOption(method, permission);
    if (needed === Permission.UNSPECIFIED) throw new Error(`${desc.typeName}/${method.name} states no permission`);
    // The contract's descriptor and the implementation's type are two views of one method: only the compiler knew it.
    const run: unknown = implementation[method.localName as keyof UnaryMethods<S>];
    return {
      desc: method,
      call: async (request, call, ctx) => {
        requirePermission(call.identity, needed);
        return create(method.output, await (run as Run<C>)(request, ctx));
      },
    };
  });
  return { desc, methods };
}

function isUnary(method: DescMethod): method is DescMethodUnary & DescMethod {
  return method.methodKind === "unary";
}
