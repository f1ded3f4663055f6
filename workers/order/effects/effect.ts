import type { Rpc } from "../../kit/connect-client.ts";
import type { Database } from "../../kit/postgres.ts";
import type { Outcome } from "../domain/commands.ts";
import type { Effect, EffectType } from "../domain/effects.ts";
import type { OrderState } from "../domain/order.ts";
import type { Payments } from "../payments/port.ts";

/** What an effect may use. Made anew for each attempt. */
export interface EffectContext {
  /** The order as it is when the effect begins. */
  readonly state: OrderState;
  /** Names the effect to its receiver: the same in every attempt, and after a crash. */
  readonly key: string;
  /** 0 the first time. */
  readonly attempt: number;
  readonly payments: Payments;
  readonly catalog: Rpc;
  readonly db: Database;
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
