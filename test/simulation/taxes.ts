import type { TaxReportRow } from "../../workers/order/store/tax-reports.ts";
import type { RefundedTax, TaxReport } from "../../workers/order/taxes/port.ts";

interface Transaction {
  readonly id: string;
  readonly reference: string;
  readonly type: "sale" | "reversal" | "undo";
  /** The transaction that this one reverses. */
  readonly original: string | undefined;
  /** The reversed amount, in cents. 0 for a sale. */
  readonly reversed: bigint;
}

/** A tax provider with idempotency keys and unique references, and the order service's table of its reports. */
export class SimulatedTaxes {
  readonly transactions: Transaction[] = [];
  readonly #responses = new Map<string, TaxReport>();
  readonly #rows = new Map<string, TaxReportRow>();

  record(reference: string, key: string): TaxReport {
    return this.#report(key, { reference, type: "sale", original: undefined, reversed: 0n });
  }

  reverse(original: string, { lines, shipping }: RefundedTax, reference: string, key: string): TaxReport {
    const reversed = lines.reduce((sum, { amount }) => sum + amount, shipping?.amount ?? 0n);
    return this.#report(key, { reference, type: "reversal", original, reversed });
  }

  undo(original: string, reference: string, key: string): TaxReport {
    return this.#report(key, { reference, type: "undo", original, reversed: 0n });
  }

  /** The sum of the reversals that were not undone, in cents. */
  get reversed(): bigint {
    const undone = new Set(this.transactions.flatMap(({ type, original }) => (type === "undo" ? original : [])));
    return this.transactions.reduce((sum, { id, reversed }) => (undone.has(id) ? sum : sum + reversed), 0n);
  }

  insert(row: TaxReportRow): boolean {
    if (this.#rows.has(row.reference)) return false;
    this.#rows.set(row.reference, row);
    return true;
  }

  find(references: readonly string[]): readonly TaxReportRow[] {
    return references.flatMap((reference) => this.#rows.get(reference) ?? []);
  }

  /** Forgets the idempotency keys, as the provider does after a day. */
  expireIdempotencyKeys(): void {
    this.#responses.clear();
  }

  #report(key: string, transaction: Omit<Transaction, "id">): TaxReport {
    const known = this.#responses.get(key);
    if (known !== undefined) return known;
    if (this.transactions.some(({ reference }) => reference === transaction.reference)) {
      return { type: "refused", reason: "the reference is in use" };
    }
    const transactionId = `tax_${this.transactions.length + 1}`;
    this.transactions.push({ ...transaction, id: transactionId });
    const response: TaxReport = { type: "reported", transactionId };
    this.#responses.set(key, response);
    return response;
  }
}
