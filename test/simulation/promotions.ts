import type { MessageInitShape } from "@bufbuild/protobuf";
import {
  CouponCodeState,
  DiscountClass,
  type PromotionCandidateSchema,
  type QuoteResponseSchema,
} from "../../proto/gen/catalog/v1/pricing_pb.js";

type CandidateMessage = MessageInitShape<typeof PromotionCandidateSchema>;

interface Promotion {
  readonly id: string;
  /** Absent for an automatic promotion. */
  readonly code?: string;
  readonly class: DiscountClass;
  /** Hundredths of a percent of all lines. */
  readonly basisPoints: number;
  readonly usageLimit?: number;
  readonly usageLimitPerCustomer?: number;
}

export interface Redemption {
  readonly promotionId: string;
  /** Empty for an automatic promotion. */
  readonly code: string;
}

export interface RequestedRedemption extends Redemption {
  readonly required: boolean;
}

/** The part of a price context that decides about promotions. */
export interface PromotionContext {
  readonly couponCodes: readonly string[];
  readonly customerKeys: readonly string[];
}

/** The use of a promotion by a reservation. */
interface Use extends Redemption {
  readonly reservationId: string;
  readonly customerKeys: readonly string[];
  readonly status: "reserved" | "used";
}

/** What a promotion counts, in total and for each key of a customer. */
export interface PromotionCounts {
  readonly id: string;
  readonly usageLimit: number | undefined;
  readonly reserved: number;
  readonly used: number;
  readonly usageLimitPerCustomer: number | undefined;
  /** The most uses of one customer. */
  readonly usesOfCustomer: number;
}

export type CouponCode = "LIMITED" | "ONCE" | "FREE";

/** The promotions of the simulated catalog, and their uses. Each request takes effect once per reservation. */
export class SimulatedPromotions {
  readonly #promotions: readonly Promotion[];
  #uses: readonly Use[] = [];

  /** `usageLimit` is that of the code LIMITED and of the automatic promotion. */
  constructor(usageLimit: number) {
    this.#promotions = [
      { id: "prm_limited", code: "LIMITED", class: DiscountClass.ORDER, basisPoints: 1_000, usageLimit },
      { id: "prm_once", code: "ONCE", class: DiscountClass.PRODUCT, basisPoints: 700, usageLimitPerCustomer: 1 },
      { id: "prm_free", code: "FREE", class: DiscountClass.ORDER, basisPoints: 300 },
      { id: "prm_auto", class: DiscountClass.PRODUCT, basisPoints: 150, usageLimit },
    ];
  }

  /** Returns what a quote says about promotions. Nothing is reserved. */
  quote(
    lines: number,
    context: PromotionContext,
  ): Pick<MessageInitShape<typeof QuoteResponseSchema>, "candidates" | "couponCodes"> {
    const isAvailable = (promotion: Promotion) => this.#isAvailable(promotion, context);
    return {
      candidates: [...this.#candidates(lines, context, isAvailable)],
      couponCodes: context.couponCodes.map((code) => {
        const promotion = this.#findByCode(code);
        if (promotion === undefined) return { code, state: CouponCodeState.INVALID };
        const state = isAvailable(promotion) ? CouponCodeState.CANDIDATE : CouponCodeState.EXHAUSTED;
        return { code, state, promotionId: promotion.id };
      }),
    };
  }

  /** Returns whether the limits of a code allow the customer one more use. */
  isUsable(code: CouponCode, customerKeys: readonly string[]): boolean {
    const promotion = this.#findByCode(code);
    return promotion !== undefined && this.#isAvailable(promotion, { couponCodes: [code], customerKeys });
  }

  /** Returns the required redemptions whose limit is reached. */
  findExhausted(redemptions: readonly RequestedRedemption[], context: PromotionContext): readonly Redemption[] {
    return redemptions.filter(
      ({ promotionId, required }) => required && !this.#isAvailable(this.#get(promotionId), context),
    );
  }

  /** Reserves the redemptions whose limits allow it. Returns the promotions that can apply. */
  reserve(
    reservationId: string,
    lines: number,
    redemptions: readonly RequestedRedemption[],
    context: PromotionContext,
  ): readonly CandidateMessage[] {
    const held = redemptions.filter(({ promotionId }) => this.#isAvailable(this.#get(promotionId), context));
    const uses = held.map(({ promotionId, code }): Use => {
      if (code !== "" && !context.couponCodes.includes(code)) throw new Error("INVALID_REDEMPTION");
      return { reservationId, promotionId, code, customerKeys: context.customerKeys, status: "reserved" };
    });
    this.#uses = [...this.#uses, ...uses];
    const isHeld = ({ id }: Promotion) => held.some(({ promotionId }) => promotionId === id);
    // A promotion with a limit can apply only if its use is reserved.
    return this.#candidates(lines, context, (promotion) => !hasLimit(promotion) || isHeld(promotion));
  }

  release(reservationId: string): void {
    this.#uses = this.#uses.filter((use) => use.reservationId !== reservationId);
  }

  /** Redeems the named promotions, and releases the others. */
  commit(reservationId: string, redemptions: readonly Redemption[], customerKeys: readonly string[]): void {
    const others = this.#uses.filter((use) => use.reservationId !== reservationId);
    const held = this.#uses.filter((use) => use.reservationId === reservationId);
    const redeemed = redemptions.flatMap(({ promotionId, code }): Use[] => {
      const isHeld = held.some((use) => use.promotionId === promotionId);
      // Nothing counts the uses of a promotion without a limit before.
      if (!isHeld && hasLimit(this.#get(promotionId))) return [];
      return [{ reservationId, promotionId, code, customerKeys, status: "used" }];
    });
    this.#uses = [...others, ...redeemed];
  }

  /** Another customer, or the same one in another session, redeems a promotion if its limits allow it. */
  redeemElsewhere(code: CouponCode | "AUTO", customerKeys: readonly string[]): void {
    const promotion = code === "AUTO" ? this.#get("prm_auto") : this.#findByCode(code);
    if (promotion === undefined || !this.#isAvailable(promotion, { couponCodes: [], customerKeys })) return;
    const reservationId = `elsewhere ${this.#uses.length}`;
    const use = { reservationId, promotionId: promotion.id, code: promotion.code ?? "", customerKeys };
    this.#uses = [...this.#uses, { ...use, status: "used" }];
  }

  counts(): readonly PromotionCounts[] {
    return this.#promotions.map((promotion) => {
      const { id, usageLimit, usageLimitPerCustomer } = promotion;
      const uses = this.#uses.filter(({ promotionId }) => promotionId === id);
      const keys = new Set(uses.flatMap(({ customerKeys }) => customerKeys));
      return {
        id,
        usageLimit,
        usageLimitPerCustomer,
        reserved: uses.filter(({ status }) => status === "reserved").length,
        used: uses.filter(({ status }) => status === "used").length,
        usesOfCustomer: Math.max(0, ...[...keys].map((key) => this.#usesOf(promotion, key))),
      };
    });
  }

  /** Returns the ids of the promotions that these reservations use. */
  usesWith(status: Use["status"], reservationIds: readonly string[]): readonly string[] {
    return this.#uses
      .filter((use) => use.status === status && reservationIds.includes(use.reservationId))
      .map(({ promotionId }) => promotionId);
  }

  #candidates(
    lines: number,
    { couponCodes }: PromotionContext,
    canApply: (promotion: Promotion) => boolean,
  ): readonly CandidateMessage[] {
    const matches = Array.from({ length: lines }, (_, index) => index);
    return this.#promotions
      .filter(({ code }) => code === undefined || couponCodes.includes(code))
      .filter(canApply)
      .map((promotion) => ({
        promotionId: promotion.id,
        version: 1,
        name: promotion.id,
        class: promotion.class,
        ...(promotion.code === undefined ? {} : { code: promotion.code }),
        combinesWith: [DiscountClass.PRODUCT, DiscountClass.ORDER, DiscountClass.SHIPPING],
        conditions: { matches },
        reward: { case: "percentage", value: { basisPoints: promotion.basisPoints, matches } },
        limitedPerCustomer: promotion.usageLimitPerCustomer !== undefined,
      }));
  }

  #isAvailable(promotion: Promotion, { customerKeys }: PromotionContext): boolean {
    const { id, usageLimit = Number.POSITIVE_INFINITY, usageLimitPerCustomer } = promotion;
    if (this.#uses.filter(({ promotionId }) => promotionId === id).length >= usageLimit) return false;
    if (usageLimitPerCustomer === undefined) return true;
    return customerKeys.length > 0 && customerKeys.every((key) => this.#usesOf(promotion, key) < usageLimitPerCustomer);
  }

  #usesOf({ id }: Promotion, key: string): number {
    return this.#uses.filter((use) => use.promotionId === id && use.customerKeys.includes(key)).length;
  }

  #findByCode(code: string): Promotion | undefined {
    return this.#promotions.find((promotion) => promotion.code === code);
  }

  #get(id: string): Promotion {
    const promotion = this.#promotions.find((other) => other.id === id);
    if (promotion === undefined) throw new Error(`Unknown promotion ${id}`);
    return promotion;
  }
}

function hasLimit({ usageLimit, usageLimitPerCustomer }: Promotion): boolean {
  return usageLimit !== undefined || usageLimitPerCustomer !== undefined;
}
