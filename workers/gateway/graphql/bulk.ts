import { Failure } from "../../kit/errors/failure.ts";
import { noteErrorCode } from "../../kit/observability/operation.ts";
import type { UserError } from "./errors.ts";

/** Inputs that run concurrently. */
const maxConcurrent = 10;

interface BulkMutation<Input, Payload> {
  readonly max: number;
  /** Inputs with the same key run one after the other, in their order. */
  readonly keyOf: (input: Input) => string;
  /** The payload of an input that failed, without its errors. */
  readonly empty: Omit<Payload, "userErrors">;
  /** `path` is the path of the input in the arguments. */
  readonly run: (input: Input, path: readonly string[]) => Promise<Payload>;
}

/**
 * Runs a mutation for each input and returns a payload for each, in the same order. Each input succeeds or fails by itself: also a
 * service that does not respond is an error of that input alone. Too many inputs all fail with TOO_MANY_ITEMS.
 */
export async function bulkPayloads<Input, Payload extends { userErrors: UserError[] }>(
  inputs: readonly Input[],
  { max, keyOf, empty, run }: BulkMutation<Input, Payload>,
): Promise<Payload[]> {
  const fail = (code: string, message: string, field: readonly string[]): Payload => {
    noteErrorCode(code, "userErrorCodes");
    return { ...empty, userErrors: [{ code, field: [...field], message }] } as unknown as Payload;
  };
  if (inputs.length > max) {
    return inputs.map(() => fail("TOO_MANY_ITEMS", `At most ${max} inputs are allowed`, ["inputs"]));
  }
  const payloads: Payload[] = [];
  const runInput = async (index: number): Promise<void> => {
    const path = ["inputs", String(index)];
    try {
      payloads[index] = await run(inputs[index] as Input, path);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      payloads[index] = fail(error.reason, error.message, path);
    }
  };
  const groups = [...Map.groupBy(inputs.keys(), (index) => keyOf(inputs[index] as Input)).values()];
  const runNext = async (): Promise<void> => {
    for (let group = groups.shift(); group !== undefined; group = groups.shift()) {
      for (const index of group) await runInput(index);
    }
  };
  await Promise.all(Array.from({ length: maxConcurrent }, runNext));
  return payloads;
}
