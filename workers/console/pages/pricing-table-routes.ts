import { action, page, type Route } from "../server/route.ts";
import { market, newMarket, submitMarket, submitNewMarket } from "./market.tsx";
import * as lists from "./price-list.tsx";
import { pricing } from "./pricing.tsx";
import { confirmMethodDeletion, method, removeMethod, submitMethod } from "./shipping-method.tsx";
import * as zones from "./shipping-zone.tsx";
import { submitTaxClass, taxClasses } from "./tax-classes.tsx";
import * as rates from "./tax-rate.tsx";

/** The tables from which prices are computed: price lists, markets, tax and shipping. */
export const pricingTableRoutes: readonly Route[] = [
  page("/pricing", ["PRICING_WRITE"], pricing),
  page("/pricing/lists/new", ["PRICING_WRITE"], lists.newPriceList),
  action("/pricing/lists/new", ["PRICING_WRITE"], lists.submitNewPriceList),
  page("/pricing/lists/:id", ["PRICING_WRITE"], lists.priceList),
  action("/pricing/lists/:id", ["PRICING_WRITE"], lists.submitPriceList),
  action("/pricing/lists/:id/prices", ["PRICING_WRITE"], lists.submitPrices),
  page("/pricing/lists/:id/delete", ["PRICING_WRITE"], lists.confirmDeletion),
  action("/pricing/lists/:id/delete", ["PRICING_WRITE"], lists.removePriceList),
  page("/pricing/markets/new", ["MARKET_WRITE"], newMarket),
  action("/pricing/markets/new", ["MARKET_WRITE"], submitNewMarket),
  page("/pricing/markets/:id", ["MARKET_WRITE"], market),
  action("/pricing/markets/:id", ["MARKET_WRITE"], submitMarket),
  page("/pricing/tax-classes", ["PRICING_WRITE"], taxClasses),
  action("/pricing/tax-classes", ["PRICING_WRITE"], submitTaxClass),
  page("/pricing/tax-rates/new", ["PRICING_WRITE"], rates.newTaxRate),
  action("/pricing/tax-rates/new", ["PRICING_WRITE"], rates.submitNewTaxRate),
  page("/pricing/tax-rates/:id", ["PRICING_WRITE"], rates.taxRate),
  action("/pricing/tax-rates/:id", ["PRICING_WRITE"], rates.submitTaxRate),
  page("/pricing/tax-rates/:id/delete", ["PRICING_WRITE"], rates.confirmDeletion),
  action("/pricing/tax-rates/:id/delete", ["PRICING_WRITE"], rates.removeTaxRate),
  page("/pricing/zones/new", ["PRICING_WRITE"], zones.newZone),
  action("/pricing/zones/new", ["PRICING_WRITE"], zones.submitNewZone),
  page("/pricing/zones/:id", ["PRICING_WRITE"], zones.zone),
  action("/pricing/zones/:id", ["PRICING_WRITE"], zones.submitZone),
  page("/pricing/zones/:id/delete", ["PRICING_WRITE"], zones.confirmDeletion),
  action("/pricing/zones/:id/delete", ["PRICING_WRITE"], zones.removeZone),
  page("/pricing/zones/:id/methods/:code", ["PRICING_WRITE"], method),
  action("/pricing/zones/:id/methods/:code", ["PRICING_WRITE"], submitMethod),
  page("/pricing/zones/:id/methods/:code/delete", ["PRICING_WRITE"], confirmMethodDeletion),
  action("/pricing/zones/:id/methods/:code/delete", ["PRICING_WRITE"], removeMethod),
];
