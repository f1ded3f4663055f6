import type { OrderDetails } from "./order-data.ts";
import { StatusBadge, toWords } from "./status-badge.tsx";
import { Time } from "./time.tsx";

interface OrderProps {
  readonly order: OrderDetails;
}

/** Why the order is in its status. Each sentence links to the events that it rests on. */
export function Explanation({ order: { explanation } }: OrderProps) {
  return (
    <section class="panel" aria-labelledby="why">
      <h2 id="why">Why is this order here</h2>
      <ol>
        {explanation.map(({ text, sequences }) => (
          <li key={text}>
            {text}{" "}
            {sequences.map((sequence) => (
              <a key={sequence} class="quiet" href={`?zoom=log#event-${sequence}`}>
                #{sequence}
              </a>
            ))}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Why a person has to decide, and what each decision would do. */
export function Attention({ order: { attention } }: OrderProps) {
  if (attention === null) return null;
  const { since, fromStatus, effects, previews } = attention;
  return (
    <section class="panel" aria-labelledby="attention">
      <h2 id="attention">
        <StatusBadge kind="warning" label="A person has to decide" />
      </h2>
      <p>
        Automatic recovery stopped at <Time at={since} />. The order would be {toWords(fromStatus).toLowerCase()}{" "}
        otherwise.
      </p>
      <ul>
        {effects.map(({ id, type, attempts, attemptCount }) => (
          <li key={id}>
            {type} was given up after {attemptCount === 1 ? "1 attempt" : `${attemptCount} attempts`}:{" "}
            <strong class="bad">{attempts.at(-1)?.error ?? "no reason is recorded"}</strong>
          </li>
        ))}
      </ul>
      <h3>What would happen</h3>
      <dl class="facts">
        {previews.map(({ resolution, allowed, reason, status, eventTypes, effectTypes }) => (
          <div key={resolution}>
            <dt>{resolution === "RETRY" ? "Retry" : "Give up"}</dt>
            <dd>{allowed ? describePreview({ status, eventTypes, effectTypes }) : `Not possible. ${reason ?? ""}`}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

interface Preview {
  readonly status: string | null;
  readonly eventTypes: readonly string[];
  readonly effectTypes: readonly string[];
}

/** Returns what an action would do, in a sentence for each part. */
export function describePreview({ status, eventTypes, effectTypes }: Preview): string {
  const parts = [
    ...(status === null ? [] : [`Status right after it: ${toWords(status)}.`]),
    ...(eventTypes.length === 0 ? [] : [`Events: ${eventTypes.join(", ")}.`]),
    effectTypes.length === 0 ? "No effects." : `Effects: ${effectTypes.join(", ")}.`,
  ];
  return parts.join(" ");
}
