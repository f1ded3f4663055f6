import { inArray } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
import { taxReports } from "../tables.ts";

export interface TaxReportRow {
  /** The id of the order, or of one of its refunds. */
  readonly reference: string;
  readonly orderId: string;
  /** Null when the provider refused the report, and for a refund that was not made. */
  readonly transactionId: string | null;
}

/** The reports to the tax provider. */
export interface TaxReports {
  /** Stores a report. Returns false when the reference has one. */
  insert(report: TaxReportRow): Promise<boolean>;
  /** Returns the reports with these references. */
  find(references: readonly string[]): Promise<readonly TaxReportRow[]>;
}

export function createTaxReports(db: Database): TaxReports {
  return {
    insert: async (report) => {
      const inserted = await db
        .insert(taxReports)
        .values(report)
        .onConflictDoNothing()
        .returning({ reference: taxReports.reference });
      return inserted.length > 0;
    },
    find: (references) =>
      db
        .select({
          reference: taxReports.reference,
          orderId: taxReports.orderId,
          transactionId: taxReports.transactionId,
        })
        .from(taxReports)
        .where(inArray(taxReports.reference, [...references])),
  };
}
