import { buildSubgraphSchema } from "@apollo/subgraph";
import { type GraphQLSchema, parse } from "graphql";
import accountSchema from "../../../schema/account.graphql";
import catalogSchema from "../../../schema/catalog.graphql";
import commonSchema from "../../../schema/common.graphql";
import importsSchema from "../../../schema/imports.graphql";
import orderSchema from "../../../schema/order.graphql";
import orderPreviewSchema from "../../../schema/order-preview.graphql";
import orderSupportSchema from "../../../schema/order-support.graphql";
import pricingSchema from "../../../schema/pricing.graphql";
import salesSchema from "../../../schema/sales.graphql";
import searchSchema from "../../../schema/search.graphql";
import stockSchema from "../../../schema/stock.graphql";
import systemSchema from "../../../schema/system.graphql";
import { bigIntScalar, dateTimeScalar, jsonScalar } from "../graphql/scalars.ts";
import type { Resolvers } from "../graphql/schema.generated.ts";
import { limitResponseSize } from "../policies/limit-response-size.ts";
import { wrapResolversWithPolicies } from "../policies/wrap-resolvers.ts";
import {
  account,
  accountConnection,
  accountOrderTotals,
  address,
  apiToken,
  preferences,
  securityEvent,
  session,
} from "../resolvers/account.ts";
import { category } from "../resolvers/category.ts";
import { customerGroup } from "../resolvers/customer-group.ts";
import { deadFact, deadLetter } from "../resolvers/dead-letter.ts";
import { facet, facetValue } from "../resolvers/facet.ts";
import { failedJob } from "../resolvers/failed-job.ts";
import { importError, importJob } from "../resolvers/import-job.ts";
import { market } from "../resolvers/market.ts";
import { media } from "../resolvers/media.ts";
import { money } from "../resolvers/money.ts";
import { mutation } from "../resolvers/mutation.ts";
import { node } from "../resolvers/node.ts";
import {
  order,
  orderAction,
  orderDispute,
  orderRefund,
  orderRefundLine,
  paymentAction,
  shipment,
} from "../resolvers/order.ts";
import {
  orderAttention,
  orderDifference,
  orderEffect,
  orderEffectAttempt,
  orderNote,
  orderReconciliation,
  resolutionPreview,
} from "../resolvers/order-details.ts";
import { orderEventEdge } from "../resolvers/order-event.ts";
import { orderAddress, orderLine } from "../resolvers/order-line.ts";
import { orderActionPreview, refundPreview } from "../resolvers/order-preview.ts";
import { discountAllocation, orderDiscount, taxLine } from "../resolvers/price.ts";
import { priceList, priceListPrice } from "../resolvers/price-list.ts";
import { product, productChange } from "../resolvers/product.ts";
import {
  buyXGetYDiscount,
  couponCode,
  fixedAmountDiscount,
  percentageDiscount,
  promotion,
  promotionConditions,
  promotionReward,
} from "../resolvers/promotion.ts";
import { query } from "../resolvers/query.ts";
import { quote, quoteCouponCode, shippingOption } from "../resolvers/quote.ts";
import { orderStatistics, productSales, salesReportRow } from "../resolvers/sales.ts";
import { searchIndexRebuild, synonymGroup } from "../resolvers/search-admin.ts";
import { shippingMethod, shippingRate, shippingZone } from "../resolvers/shipping-zone.ts";
import { reservation, stockLedgerEntry, stockLevel } from "../resolvers/stock.ts";
import { subscription } from "../resolvers/subscription.ts";
import { taxId } from "../resolvers/tax-id.ts";
import { taxRate } from "../resolvers/tax-rate.ts";
import { transaction } from "../resolvers/transaction.ts";
import { variant } from "../resolvers/variant.ts";
import { validateRepresentations } from "./plugins/validate-representations.ts";

const resolvers = {
  Query: query,
  Mutation: mutation,
  Subscription: subscription,
  Node: node,
  Account: account,
  AccountConnection: accountConnection,
  AccountOrderTotals: accountOrderTotals,
  Address: address,
  Preferences: preferences,
  Session: session,
  SecurityEvent: securityEvent,
  ApiToken: apiToken,
  Category: category,
  Facet: facet,
  FacetValue: facetValue,
  Product: product,
  ProductChange: productChange,
  Variant: variant,
  Media: media,
  StockLevel: stockLevel,
  StockLedgerEntry: stockLedgerEntry,
  Reservation: reservation,
  SynonymGroup: synonymGroup,
  ImportJob: importJob,
  ImportError: importError,
  SearchIndexRebuild: searchIndexRebuild,
  Market: market,
  CustomerGroup: customerGroup,
  TaxRate: taxRate,
  ShippingZone: shippingZone,
  ShippingMethod: shippingMethod,
  ShippingRate: shippingRate,
  PriceList: priceList,
  PriceListPrice: priceListPrice,
  Promotion: promotion,
  PromotionConditions: promotionConditions,
  PromotionReward: promotionReward,
  PercentageDiscount: percentageDiscount,
  FixedAmountDiscount: fixedAmountDiscount,
  BuyXGetYDiscount: buyXGetYDiscount,
  CouponCode: couponCode,
  Order: order,
  OrderDispute: orderDispute,
  OrderAction: orderAction,
  OrderEffect: orderEffect,
  OrderEffectAttempt: orderEffectAttempt,
  OrderAttention: orderAttention,
  ResolutionPreview: resolutionPreview,
  OrderNote: orderNote,
  OrderReconciliation: orderReconciliation,
  OrderDifference: orderDifference,
  OrderRefund: orderRefund,
  OrderRefundLine: orderRefundLine,
  PaymentAction: paymentAction,
  Shipment: shipment,
  OrderLine: orderLine,
  OrderAddress: orderAddress,
  OrderDiscount: orderDiscount,
  DiscountAllocation: discountAllocation,
  TaxLine: taxLine,
  TaxId: taxId,
  OrderActionPreview: orderActionPreview,
  RefundPreview: refundPreview,
  Quote: quote,
  QuoteCouponCode: quoteCouponCode,
  ShippingOption: shippingOption,
  OrderEventEdge: orderEventEdge,
  DeadLetter: deadLetter,
  OrderStatistics: orderStatistics,
  ProductSales: productSales,
  SalesReportRow: salesReportRow,
  DeadFact: deadFact,
  FailedJob: failedJob,
  Transaction: transaction,
  Money: money,
  BigInt: bigIntScalar,
  DateTime: dateTimeScalar,
  JSON: jsonScalar,
} satisfies Resolvers;

/** The public schema, which is a subgraph too: it can be composed with others. */
export function buildSchema(production: boolean): GraphQLSchema {
  const files = [
    commonSchema,
    accountSchema,
    catalogSchema,
    stockSchema,
    pricingSchema,
    orderSchema,
    orderPreviewSchema,
    orderSupportSchema,
    salesSchema,
    searchSchema,
    importsSchema,
    systemSchema,
  ];
  const typeDefs = parse(files.join("\n"));
  const schema = validateRepresentations(buildSubgraphSchema([{ typeDefs, resolvers }]));
  return limitResponseSize(wrapResolversWithPolicies(schema, production));
}
