import type { Rpc } from "../../kit/connect/client.ts";
import type { Database } from "../../kit/storage/postgres.ts";
import type { Outcome } from "../domain/commands.ts";
import type { Effect, EffectType } from "../domain/effects.ts";
import type { IntegrationEvent } from "../domain/integration-events.ts";
import type { OrderState } from "../domain/order.ts";
import type { Payments } from "../payments/port.ts";

/** Where facts go. Whoever takes them knows each by its id, and counts it once. */
export interface Facts {
  publish(fact: IntegrationEvent): Promise<void>;
}

/** What an effect may use. Made anew for each attempt. */
export interface EffectContext {
  /** The order as it is when the effect begins; where it tells of an event, as it was with that event. */
  readonly state: OrderState;
  /** Names the effect to its receiver: the same in every attempt, and after a crash. */
  readonly key: string;
  /** 0 the first time. */
  readonly attempt: number;
  /** When it was first due. */
  readonly since: number;
  readonly payments: Payments;
  readonly catalog: Rpc;
  readonly db: Database;
  readonly facts: Facts;
  readonly now: number;
}

/** Either what came of it, or that it has to be tried again: nothing is known, or the receiver is away. */
export type EffectResult =
  | { readonly type: "outcome"; readonly outcome: Outcome }
  | { readonly type: "retry"; readonly reason: string };

export type EffectOf<T extends EffectType> = Extract<Effect, { type: T }>;
export type Perform<T extends EffectType> = (effect: EffectOf<T>, ctx: EffectContext) => Promise<EffectResult>;

export const outcome = (value: Outcome): EffectResult => ({ type: "outcome", outcome: value });
export const retry = (reason: string): EffectResult => ({ type: "retry", reason });
