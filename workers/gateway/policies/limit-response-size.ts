import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isIntrospectionType,
  isObjectType,
} from "graphql";
import type { GatewayContext } from "../context.ts";
import { markAsCounting, ResponseSize } from "../graphql/executor/response-size.ts";
import { limits } from "./limits.ts";

/**
 * Limits the size of responses that the library executes: mutations, subscriptions and documents with `@defer`. Wraps each
 * resolver to count its result. The gateway's executor counts by itself and skips these wrappers.
 */
export function limitResponseSize(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type)) continue;
    for (const field of Object.values(type.getFields())) if (field.subscribe === undefined) countResults(field);
  }
  return schema;
}

function countResults(field: GraphQLField<unknown, GatewayContext>): void {
  const { resolve } = field;
  const resolveValue = resolve ?? defaultFieldResolver;
  const counting: GraphQLFieldResolver<unknown, GatewayContext> = (source, args, ctx, info) => {
    const result: unknown = resolveValue(source, args, ctx, info);
    return result instanceof Promise ? result.then((value) => count(ctx, value)) : count(ctx, result);
  };
  markAsCounting(counting as GraphQLFieldResolver<unknown, unknown>, resolve as GraphQLFieldResolver<unknown, unknown>);
  field.resolve = counting;
}

/** By budget, because Yoga copies the context. */
const sizes = new WeakMap<GatewayContext["budget"], ResponseSize>();

function count<T>({ budget }: GatewayContext, value: T): T {
  if (typeof value === "string") sizeOf(budget).addCharacters(value.length);
  else if (Array.isArray(value)) sizeOf(budget).addNodes(value.length);
  else if (typeof value === "object" && value !== null) sizeOf(budget).addNodes(1);
  return value;
}

function sizeOf(budget: GatewayContext["budget"]): ResponseSize {
  const size = sizes.get(budget) ?? new ResponseSize(limits.response);
  sizes.set(budget, size);
  return size;
}
