import type { Step, StepState } from "../domain/steps.ts";
import { toSteps } from "../domain/steps.ts";
import { describeAttempts, nameEffect, type Timeline } from "../domain/timeline.ts";
import { toWaiting } from "../domain/waiting.ts";
import { Time } from "./time.tsx";

const stateNames: Readonly<Record<StepState, string>> = {
  done: "Done",
  current: "Now",
  upcoming: "Next",
  failed: "Failed",
  skipped: "Skipped",
};

/** The order as one line: its steps as dots, with the pivot. */
export function OrderLine({ timeline }: { readonly timeline: Timeline }) {
  return (
    <ol class="steps" aria-label="Steps of the order">
      {toSteps(timeline).map((step) => (
        <StepDot key={step.name} step={step} />
      ))}
    </ol>
  );
}

function StepDot({ step: { name, state, isPivot, at, error } }: { readonly step: Step }) {
  return (
    <li class={`step ${state}`} aria-current={state === "current" ? "step" : undefined}>
      <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
        {isPivot ? <path d="M8 1 15 8 8 15 1 8z" /> : <circle cx="8" cy="8" r="6" />}
      </svg>
      <span>
        {name}
        {isPivot && <abbr title="From here on the order only moves forward"> (pivot)</abbr>}
      </span>
      <span class="quiet">{at === undefined ? stateNames[state] : <Time at={at} />}</span>
      {error !== undefined && <strong class="bad">{error}</strong>}
    </li>
  );
}

interface WaitingProps {
  readonly timeline: Timeline;
  readonly deadlineAt: string | null;
  readonly stockHeldUntil: string | null;
}

/** What the order waits for, and until when. */
export function OrderWaiting({ timeline, deadlineAt, stockHeldUntil }: WaitingProps) {
  const waiting = toWaiting(timeline, deadlineAt);
  if (waiting.length === 0 && stockHeldUntil === null) return null;
  return (
    <ul class="waiting">
      {waiting.map(({ effect, receiver, nextAttemptAt, until, error }) => (
        <li key={effect.id}>
          Waits for {receiver}: {nameEffect(effect.type).toLowerCase()}, {describeAttempts(effect.attemptCount)} so far
          {error !== undefined && (
            <>
              {", the last one failed: "}
              <strong class="bad">{error === "" ? "no reason is recorded" : error.replace(/\.$/, "")}</strong>
            </>
          )}
          {". "}
          {nextAttemptAt !== undefined && (
            <>
              Next attempt at <Time at={nextAttemptAt} />
              {". "}
            </>
          )}
          {until !== undefined && (
            <>
              It ends at <Time at={until} /> at the latest.
            </>
          )}
        </li>
      ))}
      {stockHeldUntil !== null && (
        <li>
          Its stock is reserved until <Time at={stockHeldUntil} />.
        </li>
      )}
    </ul>
  );
}
