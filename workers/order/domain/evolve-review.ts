import type { Evolvers } from "./changes.ts";
import { abandon, abandonRestocks } from "./compensation.ts";

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
    if (resolution === "RETRY") return resumed;
    const restocks = abandonRestocks(state.restocks, exhausted);
    if (state.compensation === undefined) return { ...resumed, restocks };
    return { ...resumed, restocks, compensation: abandon(state.compensation, exhausted) };
  },
};
