import { afterEach, describe, expect, it, vi } from "vitest";
import { endOperation, startOperation } from "./operation.ts";
import { inPlatformSpan, setPlatformTracing } from "./platform-tracing.ts";
import { continueTrace } from "./trace.ts";

/** A tracing whose active span is that of the request, as the platform has it after `enterSpan` has returned. */
function createTracing(isTraced: boolean) {
  const createSpan = () => ({ isTraced, setAttributes: vi.fn() });
  const [request, entered] = [createSpan(), createSpan()];
  setPlatformTracing({
    getActiveSpan: () => request,
    enterSpan: (_, callback) => callback(entered),
  });
  return { request, entered };
}

function endEffect(span?: Parameters<typeof endOperation>[2]): void {
  const operation = startOperation("effect", continueTrace(null));
  Object.assign(operation.fields, { effect: "reserveStock", attempt: 0 });
  endOperation(operation, "info", span);
}

describe("the spans of the platform", () => {
  afterEach(() => vi.restoreAllMocks());

  it("have the fields of a line: the span that was entered, or the active one", () => {
    vi.spyOn(console, "info").mockReturnValue();
    const { request, entered } = createTracing(true);
    inPlatformSpan("reserveStock", endEffect);
    expect(entered.setAttributes.mock.calls).toEqual([
      [expect.objectContaining({ "stoa.effect": "reserveStock", "stoa.attempt": 0 })],
    ]);
    expect(request.setAttributes).not.toHaveBeenCalled();
    endEffect();
    expect(request.setAttributes).toHaveBeenCalledOnce();
  });

  it("have no attributes when the platform does not trace the request", () => {
    vi.spyOn(console, "info").mockReturnValue();
    const { request, entered } = createTracing(false);
    inPlatformSpan("reserveStock", endEffect);
    endEffect();
    for (const { setAttributes } of [request, entered]) expect(setAttributes).not.toHaveBeenCalled();
  });
});
