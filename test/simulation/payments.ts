import type { CapturedBalance, PaymentOutcome, RefundOutcome } from "../../workers/order/payments/port.ts";

export type Card = "pays" | "declines" | "asks";

interface Intent {
  readonly id: string;
  readonly orderId: string;
  readonly amount: bigint;
  readonly status: "open" | "asking" | "authorized" | "captured" | "voided" | "declined";
  readonly refunded: bigint;
  readonly captures: number;
}

type Answer = RefundOutcome | PaymentOutcome | { type: "started"; paymentId: string };

/** Payments as a provider keeps them: the same key gives the same answer, until the keys are forgotten. */
export class SimulatedPayments {
  readonly #intents = new Map<string, Intent>();
  readonly #answers = new Map<string, Answer>();
  readonly #refunds = new Map<string, RefundOutcome>();
  readonly #card: Card;
  #forgotten = false;
  readonly #refundIds: string[] = [];

  constructor(card: Card) {
    this.#card = card;
  }

  start(amount: bigint, orderId: string, key: string): Answer {
    return this.#once(`start ${key}`, () => {
      const id = `pi_${this.#intents.size + 1}`;
      this.#intents.set(id, { id, orderId, amount, status: "open", refunded: 0n, captures: 0 });
      return { type: "started", paymentId: id };
    });
  }

  confirm(id: string, key: string): Answer {
    return this.#once(`confirm ${key}`, () => {
      const intent = this.#get(id);
      if (intent.status !== "open") return unexpected(intent);
      const status = { pays: "authorized", declines: "declined", asks: "asking" } as const;
      return this.#put({ ...intent, status: status[this.#card] });
    });
  }

  capture(id: string, amount: bigint, key: string): Answer {
    return this.#once(`capture ${key}`, () => {
      const intent = this.#get(id);
      if (intent.status !== "authorized" || amount !== intent.amount) return unexpected(intent);
      return this.#put({ ...intent, status: "captured", captures: intent.captures + 1 });
    });
  }

  void(id: string, key: string): Answer {
    return this.#once(`void ${key}`, () => {
      const intent = this.#get(id);
      if (intent.status === "captured") return unexpected(intent);
      return this.#put({ ...intent, status: "voided" });
    });
  }

  refund(id: string, amount: bigint, key: string): Answer {
    return this.#once(`refund ${key}`, () => {
      const intent = this.#get(id);
      if (amount > leftOf(intent)) return { type: "declined", code: "amount_too_large", message: "more than is left" };
      const refund = { type: "refunded", refundId: this.#giveBack(intent, amount) } as const;
      this.#refunds.set(key, refund);
      return refund;
    });
  }

  /** Refunds can be looked up for good. */
  findRefund(key: string): RefundOutcome | { type: "absent" } {
    return this.#refunds.get(key) ?? { type: "absent" };
  }

  findKept(id: string): CapturedBalance {
    const intent = this.#get(id);
    const refundIds = this.#refundIds.toReversed();
    return { type: "balance", remainingMinor: leftOf(intent), refundedMinor: intent.refunded, refundIds };
  }

  /** As people can, at the provider itself: so much of what was taken, or what is left of it. */
  refundInDashboard(id: string, amount: bigint): bigint {
    const intent = this.#get(id);
    const left = leftOf(intent);
    const given = amount < left ? amount : left;
    if (given > 0n) this.#giveBack(intent, given);
    return given;
  }

  /** How often money went back, whoever gave it: each time is told. */
  get refundCount(): number {
    return this.#refundIds.length;
  }

  /** As it does a day later. */
  expireIdempotencyKeys(): void {
    this.#forgotten = true;
    this.#answers.clear();
  }

  haveKeysExpired(): boolean {
    return this.#forgotten;
  }

  find(id: string): PaymentOutcome | { type: "open" } {
    return answerOf(this.#get(id));
  }

  /** What the holder of a card that asks does. True when there was anything to do. */
  authenticate(agrees: boolean): boolean {
    const asking = this.all().filter(({ status }) => status === "asking");
    for (const intent of asking) this.#put({ ...intent, status: agrees ? "authorized" : "declined" });
    return asking.length > 0;
  }

  all(): readonly Intent[] {
    return [...this.#intents.values()];
  }

  #once(key: string, work: () => Answer): Answer {
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const answer = work();
    this.#answers.set(key, answer);
    return answer;
  }

  #giveBack(intent: Intent, amount: bigint): string {
    this.#put({ ...intent, refunded: intent.refunded + amount });
    const refundId = `re_${this.#refundIds.length + 1}`;
    this.#refundIds.push(refundId);
    return refundId;
  }

  #get(id: string): Intent {
    const intent = this.#intents.get(id);
    if (intent === undefined) throw new Error(`no payment ${id}`);
    return intent;
  }

  #put(intent: Intent): PaymentOutcome {
    this.#intents.set(intent.id, intent);
    const answer = answerOf(intent);
    return answer.type === "open" ? unexpected(intent) : answer;
  }
}

const leftOf = ({ status, amount, refunded }: Intent): bigint => (status === "captured" ? amount - refunded : 0n);

function unexpected({ status }: Intent): PaymentOutcome {
  return { type: "unknown", reason: `the payment is ${status}` };
}

function answerOf(intent: Intent): PaymentOutcome | { type: "open" } {
  switch (intent.status) {
    case "asking":
      return { type: "actionRequired", clientSecret: "secret" };
    case "declined":
      return { type: "declined", code: "generic_decline", message: "no" };
    default:
      return { type: intent.status };
  }
}
