/** The result of a check. On failure `lines` state each problem and its place, otherwise remarks or nothing. */
export interface Finding {
  readonly ok: boolean;
  readonly lines: readonly string[];
}

export function passed(...remarks: readonly string[]): Finding {
  return { ok: true, lines: remarks };
}

export function failed(lines: readonly string[]): Finding {
  return { ok: false, lines };
}
