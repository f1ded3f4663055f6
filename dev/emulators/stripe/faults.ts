export const faultModes = [
  "down",
  "error_500",
  "error_500_after",
  "reset_before",
  "reset_after",
  "timeout_before",
  "timeout_after",
  "slow",
] as const;

/** What goes wrong: before the effect, so that nothing happened, or after it, so that only the answer is lost. */
export type FaultMode = (typeof faultModes)[number];

export interface Fault {
  readonly mode: FaultMode;
  /** Part of `METHOD /path`: "capture" meets every capture, "" everything. */
  readonly match: string;
  /** How many requests it still meets. */
  readonly times: number;
  /** Of the mode "slow". */
  readonly delayMs: number;
}

/** Faults that are set and not yet used up. */
export function createFaults() {
  let faults: Fault[] = [];
  return {
    list: (): readonly Fault[] => faults,
    add: (fault: Fault): void => {
      faults.push(fault);
    },
    clear: (): void => {
      faults = [];
    },
    /** The first fault that meets this request; it is then spent once. */
    take: (request: string): Fault | undefined => {
      const fault = faults.find(({ match }) => request.includes(match));
      if (fault === undefined) return undefined;
      faults = faults.flatMap((other) => {
        if (other !== fault) return other;
        return other.times > 1 ? { ...other, times: other.times - 1 } : [];
      });
      return fault;
    },
  };
}

/** Narrows what was sent to the control door. */
export function parseFault(value: unknown): Fault | undefined {
  const { mode, match, times, delayMs } = value as Record<string, unknown>;
  const known = faultModes.find((name) => name === mode);
  if (known === undefined) return undefined;
  return {
    mode: known,
    match: typeof match === "string" ? match : "",
    times: typeof times === "number" ? times : 1,
    delayMs: typeof delayMs === "number" ? delayMs : 1_000,
  };
}
