import { TaxId_Status } from "../../../proto/gen/common/v1/tax_id_pb.js";
import type { TaxId } from "../domain/tax-id.ts";

/** Converts a tax id to a protobuf message. */
export function toTaxIdMessage({ value, status, verifiedName }: TaxId) {
  return { value, status: TaxId_Status[status], ...(verifiedName === undefined ? {} : { verifiedName }) };
}
