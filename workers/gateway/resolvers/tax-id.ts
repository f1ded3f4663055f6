import { TaxId_Status } from "../../../proto/gen/common/v1/tax_id_pb.js";
import type { TaxIdResolvers, TaxIdStatus } from "../graphql/schema.generated.ts";

export const taxId: TaxIdResolvers = {
  status: ({ status }) => TaxId_Status[status] as TaxIdStatus,
  verifiedName: ({ verifiedName }) => verifiedName ?? null,
};
