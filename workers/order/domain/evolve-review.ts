import type { Evolvers } from "./changes.ts";
import { abandon } from "./compensation.ts";

export const evolveReview: Evolvers<"EffectExhausted" | "ResolutionChosen"> = {
  EffectExhausted: ({ effect, key }, state) => {
    const { previousStatus = state.status, exhausted = [] } = state.manualReview ?? {};
    return {
      status: "NEEDS_ATTENTION",
      manualReview: { previousStatus, exhausted: [...exhausted, { effect, key }] },
    };
  },

  ResolutionChosen: ({ resolution }, state) => {
    const { previousStatus = state.status, exhausted = [] } = state.manualReview ?? {};
    const resumed = { status: previousStatus, manualReview: undefined };
    if (resolution === "RETRY" || state.compensation === undefined) return resumed;
    return { ...resumed, compensation: abandon(state.compensation, exhausted) };
  },
};
