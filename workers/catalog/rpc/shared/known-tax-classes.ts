import { type DomainError, err, ok, type Result } from "../../../kit/domain/result.ts";
import type { CatalogContext } from "../../context.ts";
import type { ValidProduct } from "../../domain/product.ts";
import { defaultTaxClass } from "../../domain/variant.ts";
import { findUnknownTaxClass } from "../../store/taxes.ts";

/**
 * Returns UNKNOWN_TAX_CLASS if a variant has a tax class that does not exist. A tax class is never deleted, so it still exists
 * when the product is written. The default class always exists: a product without another one needs no statement.
 */
export async function checkTaxClasses(
  { db }: Pick<CatalogContext, "db">,
  { variants }: ValidProduct,
): Promise<Result<void, DomainError>> {
  const codes = variants.map(({ taxClass }) => taxClass).filter((code) => code !== defaultTaxClass);
  const unknown = await findUnknownTaxClass(db, codes);
  if (unknown === undefined) return ok(undefined);
  const index = variants.findIndex(({ taxClass }) => taxClass === unknown);
  const field = ["variants", String(index), "taxClassCode"];
  return err({ reason: "UNKNOWN_TAX_CLASS", message: "This tax class does not exist", field });
}
