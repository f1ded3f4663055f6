import type {
  ShippingMethod as ShippingMethodMessage,
  ShippingZone as ShippingZoneMessage,
} from "../../../proto/gen/catalog/v1/pricing_pb.js";

/** A shipping method with its zone. */
export interface MethodOfZone {
  readonly id: string;
  readonly method: ShippingMethodMessage;
  readonly zone: ShippingZoneMessage;
}

export function toMethodsOfZone(zone: ShippingZoneMessage): MethodOfZone[] {
  return zone.methods.map((method) => ({ id: method.id, method, zone }));
}
