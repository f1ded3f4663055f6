import { Code } from "@connectrpc/connect";
import { buildSchema, type ExecutionResult, execute, GraphQLError, parse } from "graphql";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Failure } from "../../../kit/errors/failure.ts";
import { badRequest, badUserInput, queryTooComplex } from "../../graphql/errors.ts";
import { formatError } from "../../graphql/format-error.ts";
import { bigIntScalar } from "../../graphql/scalars.ts";
import { formatResult, toYogaError, useErrorMasking } from "./error-masking.ts";

const secret = "connect ECONNREFUSED postgres://stoa:hunter2@10.0.0.7/stoa";

const failures: Readonly<Record<string, () => unknown>> = {
  unexpected: () => new Error(secret),
  forbidden: () => new Failure(Code.PermissionDenied, "FORBIDDEN", "Staff only"),
  limited: () =>
    new Failure(Code.ResourceExhausted, "RATE_LIMITED", "Slow down", { metadata: { retryAfterSeconds: "7" } }),
  input: () => badUserInput("Wrong", "first"),
  wrapped: () => new GraphQLError(secret, { originalError: new Error(secret) }),
  primitive: () => secret,
};

const fail = (kind: string) => {
  throw failures[kind]?.();
};

const schema = buildSchema(`
  scalar BigInt
  enum Sort { NAME PRICE }
  input Line { sku: String!, quantity: Int! }
  input Filter { price: BigInt, lines: [Line!] }
  type Query { ok: String fail(kind: String!): String list(sort: Sort, filter: Filter): String }
`);
Object.assign(schema.getType("BigInt") ?? {}, bigIntScalar.toConfig());

const lines: string[] = [];
const deniedBy = vi.fn();
beforeEach(() => {
  for (const level of ["info", "warn", "error"] as const) {
    vi.spyOn(console, level).mockImplementation((line: string) => void lines.push(line));
  }
});
afterEach(() => {
  lines.length = 0;
  deniedBy.mockClear();
  vi.restoreAllMocks();
});

const format = { traceId: "t1", production: true };

async function run(query: string, variableValues: Readonly<Record<string, unknown>> = {}): Promise<ExecutionResult> {
  const rootValue = { ok: "ok", fail: ({ kind }: { kind: string }) => fail(kind) };
  return await execute({ schema, document: parse(query), rootValue, variableValues });
}

/** Formats a result as Yoga's `onResultProcess` hook, and returns what Yoga sends. */
async function processResult(result: unknown): Promise<unknown[]> {
  let processed = result;
  const setResult = (formatted: unknown) => {
    processed = formatted;
  };
  const payload = { result, setResult, serverContext: { trace: { traceId: "t1" }, audit: { deniedBy } } };
  await useErrorMasking(true).onResultProcess?.(payload as unknown as OnResultProcessEventPayload);
  const results = Symbol.asyncIterator in (processed as object) ? processed : [processed];
  const sent: unknown[] = [];
  for await (const item of results as AsyncIterable<unknown>) sent.push(JSON.parse(JSON.stringify(item)));
  expect(JSON.stringify(sent)).not.toContain("hunter2");
  return sent;
}

type OnResultProcessEventPayload = Parameters<NonNullable<ReturnType<typeof useErrorMasking>["onResultProcess"]>>[0];

const internal = { message: "Internal server error", extensions: { code: "INTERNAL", requestId: "t1" } };
const expectedErrors: Readonly<Record<string, object>> = {
  unexpected: internal,
  wrapped: internal,
  primitive: internal,
  forbidden: { message: "Staff only", extensions: { code: "FORBIDDEN", reason: "FORBIDDEN" } },
  limited: { message: "Slow down", extensions: { code: "RATE_LIMITED", reason: "RATE_LIMITED", retryAfterSeconds: 7 } },
  input: { message: "Wrong", extensions: { code: "BAD_USER_INPUT", field: ["first"] } },
};

describe.each(Object.keys(failures))("useErrorMasking: a resolver fails with an error that is %s", (kind) => {
  const error = { ...expectedErrors[kind], path: ["fail"], locations: [{ line: 1, column: 6 }] };
  const query = `{ ok fail(kind: "${kind}") }`;

  afterEach(() => {
    expect(lines.map((line) => JSON.parse(line))).toEqual(
      expectedErrors[kind] === internal
        ? [
            {
              time: expect.any(String),
              level: "error",
              message: "unexpected",
              "stoa.trace_id": "t1",
              "exception.message": expect.stringContaining(secret),
            },
          ]
        : [],
    );
    lines.length = 0;
  });

  it("reports a failure with the name of its field, which is no alias", async () => {
    await processResult(await run(`{ alias: fail(kind: "${kind}") }`));
    const isFailure = kind === "forbidden" || kind === "limited";
    expect(deniedBy.mock.calls.map(([, field]) => field)).toEqual(isFailure ? ["fail"] : []);
  });

  it("formats it in a result", async () => {
    expect(await processResult(await run(query))).toEqual([{ data: { ok: "ok", fail: null }, errors: [error] }]);
  });

  it("formats it in an incremental part", async () => {
    const { errors, data } = await run(query);
    async function* parts() {
      yield { data: { ok: "ok" }, hasNext: true };
      yield {
        incremental: [
          { path: [], data, errors },
          { path: [], data },
        ],
        hasNext: false,
      };
    }
    expect(await processResult(parts())).toEqual([
      { data: { ok: "ok" }, hasNext: true },
      {
        incremental: [
          { path: [], data, errors: [error] },
          { path: [], data },
        ],
        hasNext: false,
      },
    ]);
  });

  it("formats it in an event of a subscription", async () => {
    const result = await run(query);
    async function* events() {
      yield result;
    }
    expect(await processResult(events())).toEqual([{ data: { ok: "ok", fail: null }, errors: [error] }]);
  });
});

describe("useErrorMasking: a variable is invalid", () => {
  const filterQuery = "query ($f: Filter) { list(filter: $f) }";
  const sortQuery = "query ($s: Sort) { list(sort: $s) }";

  it.each<[string, string, Readonly<Record<string, unknown>>, string]>([
    [
      "in a list of input objects",
      filterQuery,
      {
        f: {
          lines: [
            { sku: "A", quantity: 1 },
            { sku: "B", quantity: "two" },
          ],
        },
      },
      'Variable "$f" got invalid value "two" at "f.lines[1].quantity"; Int cannot represent non-integer value: "two"',
    ],
    [
      "with a custom scalar",
      filterQuery,
      { f: { price: "1.5" } },
      'Variable "$f" got invalid value "1.5" at "f.price"; A 64-bit integer must be a string of digits, for example "1999"',
    ],
    [
      "with an enum",
      sortQuery,
      { s: "NAMES" },
      'Variable "$s" got invalid value "NAMES"; Value "NAMES" does not exist in "Sort" enum.',
    ],
  ])("names the variable %s, with the HTTP status of the specification", async (_name, query, variables, message) => {
    const { errors } = formatResult(await run(query, variables), format);
    expect(errors?.map((error) => error.message)).toEqual([message]);
    expect(errors?.map(({ extensions }) => extensions)).toEqual([
      { code: "BAD_USER_INPUT", http: { status: 400, spec: true } },
    ]);
  });

  it("sets the HTTP status of the specification if the variable is missing", async () => {
    const { errors = [] } = await run("query ($s: Sort!) { list(sort: $s) }");
    // As Yoga's executor does.
    for (const { extensions } of errors) Object.assign(extensions, { http: { status: 400 } });
    expect(formatResult({ errors }, format).errors).toMatchObject([
      {
        message: 'Variable "$s" of required type "Sort!" was not provided.',
        extensions: { code: "BAD_USER_INPUT", http: { status: 400, spec: true } },
      },
    ]);
  });

  it("keeps the suggestion in development", async () => {
    const { errors } = formatResult(await run(sortQuery, { s: "NAMES" }), { ...format, production: false });
    expect(errors?.[0]?.message).toMatch(/ Did you mean the enum value "NAME"\?$/);
  });
});

describe("formatError", () => {
  it("removes the suggestion from a message", () => {
    expect(formatError(new GraphQLError('No field "a". Did you mean "b"?'), format).message).toBe('No field "a".');
    expect(formatError(new GraphQLError("Did you mean it"), format).message).toBe("Did you mean it");
  });

  it("cuts a message to 500 characters, and removes the suggestion whose end was cut", () => {
    expect(formatError(new GraphQLError("x".repeat(100_000)), format).message).toBe("x".repeat(500));
    const message = `${"x".repeat(480)}. Did you mean "${"y".repeat(100)}"?`;
    expect(formatError(new GraphQLError(message), format).message).toBe(`${"x".repeat(480)}.`);
  });

  it("keeps the extensions of an error with a code of its own", () => {
    const extensions = { code: "QUERY_TOO_COSTLY", http: { status: 400, spec: false } };
    expect(formatError(new GraphQLError("Too much", { extensions }), format).extensions).toEqual(extensions);
  });

  it("responds with 400 to all media types for a document with too many tokens", () => {
    const error = queryTooComplex("Too many tokens");
    // As Yoga does with errors of the parser.
    error.extensions.http = { status: 400, spec: true };
    expect(formatError(error, format).extensions.http).toEqual({ status: 400, spec: false });
  });

  it("masks a request error that is no GraphQLError, which Yoga passes on", () => {
    for (const error of [new TypeError(secret), secret]) {
      expect(formatError(toYogaError(error), format).toJSON()).toEqual(internal);
    }
    expect(lines).toHaveLength(2);
  });

  it("keeps a status of 400 for all media types if an error asks for it", () => {
    expect(formatError(badRequest("No JSON"), format).extensions.http).toEqual({ status: 400 });
  });
});
