import { requireMoney } from "../data/mappers/protobuf.ts";
import { getTaxClass } from "../data/pricing.ts";
import type {
  ShippingMethodResolvers,
  ShippingRateResolvers,
  ShippingZoneResolvers,
} from "../graphql/schema.generated.ts";
import { toMethodsOfZone } from "../graphql/shipping-method.ts";

export const shippingZone: ShippingZoneResolvers = {
  methods: (zone) => toMethodsOfZone(zone),
};

export const shippingMethod: ShippingMethodResolvers = {
  code: ({ method }) => method.code,
  name: ({ method }) => method.name,
  taxClass: ({ method }, _args, ctx) => getTaxClass(ctx, method.taxClassCode),
  carrier: ({ method }) => method.carrier ?? null,
  rates: ({ method }) => method.rates,
  minDeliveryDays: ({ method }) => method.minDeliveryDays ?? null,
  maxDeliveryDays: ({ method }) => method.maxDeliveryDays ?? null,
  active: ({ method }) => method.active,
};

export const shippingRate: ShippingRateResolvers = {
  fromWeightGrams: ({ fromWeightGrams }) => fromWeightGrams ?? null,
  toWeightGrams: ({ toWeightGrams }) => toWeightGrams ?? null,
  fromAmount: ({ fromAmount }) => fromAmount ?? null,
  toAmount: ({ toAmount }) => toAmount ?? null,
  price: ({ price }) => requireMoney(price),
};
