import {
  buildSchema,
  type ExecutionArgs,
  execute,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  parse,
} from "graphql";
import { describe, expect, it } from "vitest";
import { randomSchemaSdl as sdl } from "../../../../test/support/random-graphql-schema.ts";
import { executeQuery } from "./execute.ts";
import { createPlanCache } from "./plan-cache.ts";

const findPlan = createPlanCache();

function executeByPlan(args: ExecutionArgs) {
  const found = findPlan(args);
  return found && executeQuery(found.plan, found.query, args);
}

describe("info", () => {
  const recordInfos = async (run: (args: ExecutionArgs) => unknown) => {
    const infos: GraphQLResolveInfo[] = [];
    const record: GraphQLFieldResolver<unknown, unknown> = (_source, _args, _context, info) => {
      infos.push({ ...info });
      return {};
    };
    const schema = buildSchema(sdl);
    Object.assign(schema.getQueryType()?.getFields().a ?? {}, { resolve: record });
    const name = (_args: unknown, _context: unknown, info: GraphQLResolveInfo) => void infos.push({ ...info });
    const either = { __typename: "A" };
    Object.assign(schema.getType("Either") ?? {}, {
      resolveType: (...args: Parameters<typeof record>) => {
        record(...args);
        return "A";
      },
    });
    const document = parse("{ a { id } node { name } eithers { __typename } }");
    await run({ schema, document, rootValue: { node: { __typename: "A", name }, eithers: [either] } });
    return infos;
  };

  it("is copied by spread, with everything that graphql-js passes", async () => {
    const [actual, expected] = [await recordInfos(executeByPlan), await recordInfos(execute)];
    expect(actual).toHaveLength(3);
    expect(actual.map(Object.keys)).toEqual(expected.map(Object.keys));
    expect(actual.map(({ path }) => path)).toEqual(expected.map(({ path }) => path));
    expect(actual.map(({ fieldName, parentType }) => `${parentType}.${fieldName}`)).toEqual(
      expected.map(({ fieldName, parentType }) => `${parentType}.${fieldName}`),
    );
  });
});
