import type { SaveShippingZoneRequest } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import { newId } from "../../kit/domain/ids.ts";
import { notFound } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { checkCarriers, parseShippingZone, type ShippingZone } from "../domain/pricing/shipping-zone.ts";
import { listShippingZones, type ShippingZoneRow, saveShippingZone as save } from "../store/shipping-zones.ts";
import { unwrap } from "./shared/errors.ts";
import { versionOf } from "./shared/etag.ts";
import { fromShippingZoneMessage, requireMessage, toShippingZoneMessage } from "./shared/pricing-messages.ts";
import { pickMasked } from "./shared/update-mask.ts";

const fields = {
  slug: "slug",
  name: "name",
  country_codes: "countryCodes",
  regions: "regions",
  postal_code_prefixes: "postalCodePrefixes",
  methods: "methods",
} as const;

export async function saveShippingZone(request: SaveShippingZoneRequest, ctx: CatalogContext) {
  const { id, updateMask, etag } = request;
  const update = fromShippingZoneMessage(requireMessage(request.shippingZone, "shippingZone"));
  if (id === "") {
    const zone = unwrap(parseShippingZone(update));
    unwrap(checkCarriers(zone.methods, ctx.carriers));
    const created = withIds({ id: newId("shz", ctx.now()), version: 1, methods: [] }, zone, ctx.now());
    return { shippingZone: toShippingZoneMessage(unwrap(await save(ctx.db, created, created))) };
  }
  const before = (await listShippingZones(ctx.db)).find((row) => row.id === id);
  if (before === undefined) throw notFound("Shipping zone not found", "id");
  const zone = unwrap(parseShippingZone({ ...before, ...pickMasked(update, updateMask, fields) }));
  // A carrier that the shop no longer has does not prevent changes of the rest of the zone.
  if (updateMask?.paths.includes("methods")) unwrap(checkCarriers(zone.methods, ctx.carriers));
  const after = withIds(before, zone, ctx.now());
  const changes = pickMasked(zone, updateMask, fields);
  const version = etag === undefined ? undefined : versionOf(etag);
  return { shippingZone: toShippingZoneMessage(unwrap(await save(ctx.db, after, changes, version))) };
}

type KnownZone = Pick<ShippingZoneRow, "id" | "version" | "methods">;

/** A method keeps the id that its code has. */
function withIds({ id, version, methods: known }: KnownZone, zone: ShippingZone, now: number): ShippingZoneRow {
  const methods = zone.methods.map((method) => ({
    ...method,
    id: known.find(({ code }) => code === method.code)?.id ?? newId("shm", now),
  }));
  return { ...zone, id, version, methods };
}
