/** A W3C trace context: one trace id from the edge to the last effect, one span id for each piece of work. */
export interface Trace {
  readonly traceId: string;
  readonly spanId: string;
}

function randomHex(bytes: number): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  let text = "";
  for (const byte of random) text += byte.toString(16).padStart(2, "0");
  return text;
}

/** Continues the caller's trace with a span of its own, or begins one where there is none or it is malformed. */
export function continueTrace(traceparent: string | null | undefined): Trace {
  const traceId = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(traceparent ?? "")?.[1];
  const valid = traceId !== undefined && !/^0+$/.test(traceId);
  return { traceId: valid ? traceId : randomHex(16), spanId: randomHex(8) };
}

/** The header to send on. */
export function traceparentOf(trace: Trace): string {
  return `00-${trace.traceId}-${trace.spanId}-01`;
}
