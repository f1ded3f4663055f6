import type { CodegenConfig } from "@graphql-codegen/cli";

const messages = (service: string) => `../../../proto/gen/${service}/v1/${service}_pb.js`;

const priceMessages = "../../../proto/gen/order/v1/price_pb.js";
const previewMessages = "../../../proto/gen/order/v1/preview_pb.js";
const inventory = "../../../proto/gen/catalog/v1/inventory_pb.js";
const pricing = "../../../proto/gen/catalog/v1/pricing_pb.js";
const imports = "../../../proto/gen/catalog/v1/imports_pb.js";
const searchAdmin = "../../../proto/gen/catalog/v1/search_admin_pb.js";

const sharedDocuments = "workers/kit/pages";
const sharedFragments = [`${sharedDocuments}/money.graphql`, `${sharedDocuments}/user-errors.graphql`];

/** The field that finds goods by ids and SKUs. The gateway adds it to the schema. */
const federation = `scalar _Any union _Entity = Product | Variant
  extend type Query { _entities(representations: [_Any!]!): [_Entity]! }`;

/** Documents of pages, as strings with the types of their variables and results. */
const documentsOf = (...documents: string[]) => ({
  documents,
  plugins: ["typescript-operations", "./dev/build/compact-documents.ts"],
  config: {
    documentMode: "string",
    useTypeImports: true,
    enumsAsTypes: true,
    skipTypename: true,
    scalars: {
      ID: "string",
      BigInt: "string",
      DateTime: "string",
      JSON: "unknown",
      _Any: "Readonly<Record<string, string>>",
    },
  },
});

/** Types of the gateway's resolvers. The parent of a field is a message of the service that owns the type. */
const config: CodegenConfig = {
  schema: "schema/*.graphql",
  generates: {
    "workers/kit/pages/documents.generated.ts": documentsOf(`${sharedDocuments}/session.graphql`),
    "workers/storefront/documents.generated.ts": documentsOf("workers/storefront/**/*.graphql", ...sharedFragments),
    "workers/console/documents.generated.ts": {
      schema: federation,
      ...documentsOf("workers/console/**/*.graphql", ...sharedFragments),
    },
    "workers/console/enums.generated.ts": {
      plugins: ["./dev/build/enum-values.ts"],
      config: {
        enums: [
          "ApiScope",
          "CurrencyCode",
          "FulfillmentStatus",
          "OrderSort",
          "OrderStatus",
          "PaymentStatus",
          "PromotionStatus",
          "ReportInterval",
        ],
      },
    },
    "workers/gateway/graphql/schema.generated.ts": {
      plugins: ["typescript", "typescript-resolvers"],
      config: {
        federation: true,
        useTypeImports: true,
        enumsAsTypes: true,
        emitLegacyCommonJSImports: false,
        contextType: "../context.ts#GatewayContext",
        scalars: {
          ID: "string",
          BigInt: "bigint",
          DateTime: { input: "Date", output: "Date" },
          JSON: "unknown",
        },
        mappers: {
          Account: `${messages("account")}#User`,
          AccountConnection: "./account-connection.ts#AccountConnectionParent",
          AccountOrderTotals:
            "../../../proto/gen/order/v1/account_orders_pb.js#AccountOrderTotals as OrderTotalsMessage",
          Address: `${messages("account")}#Address as AccountAddressMessage`,
          Preferences: `${messages("account")}#Preferences as PreferencesMessage`,
          Session: `${messages("account")}#SessionInfo as SessionMessage`,
          SecurityEvent: `${messages("account")}#SecurityEvent as SecurityEventMessage`,
          ApiToken: `${messages("account")}#ApiToken as ApiTokenMessage`,
          Category: `${messages("catalog")}#Category as CategoryMessage`,
          Facet: `${messages("catalog")}#Facet as FacetMessage`,
          FacetValue: "./facet-value.ts#ValueOfFacet",
          Product: `${messages("catalog")}#Product as ProductMessage`,
          ProductChange: `${messages("catalog")}#ProductChange as ProductChangeMessage`,
          Variant: `${messages("catalog")}#Variant as VariantMessage`,
          Media: `${messages("catalog")}#Media as MediaMessage`,
          StockLevel: `${messages("catalog")}#StockLevel as StockMessage`,
          StockLedgerEntry: `${inventory}#StockLedgerEntry as StockLedgerEntryMessage`,
          Reservation: `${inventory}#Reservation as ReservationMessage`,
          ImportJob: `${imports}#ImportJob as ImportJobMessage`,
          ImportError: `${imports}#ImportError as ImportErrorMessage`,
          SynonymGroup: `${searchAdmin}#SynonymGroup as SynonymGroupMessage`,
          SearchIndexRebuild: `${searchAdmin}#IndexRebuild as IndexRebuildMessage`,
          Market: `${pricing}#Market as MarketMessage`,
          CustomerGroup: `${messages("account")}#CustomerGroup as CustomerGroupMessage`,
          TaxClass: `${pricing}#TaxClass as TaxClassMessage`,
          TaxRate: `${pricing}#TaxRate as TaxRateMessage`,
          ShippingZone: `${pricing}#ShippingZone as ShippingZoneMessage`,
          ShippingMethod: "./shipping-method.ts#MethodOfZone",
          ShippingRate: `${pricing}#ShippingRate as ShippingRateMessage`,
          PriceList: `${pricing}#PriceList as PriceListMessage`,
          PriceListPrice: `${pricing}#PriceListPrice as PriceListPriceMessage`,
          Promotion: `${pricing}#Promotion as PromotionMessage`,
          PromotionConditions: `${pricing}#PromotionConditions as PromotionConditionsMessage`,
          PromotionReward: `${pricing}#PromotionReward as PromotionRewardMessage`,
          PercentageDiscount: `${pricing}#PercentageDiscount as PercentageDiscountMessage`,
          FixedAmountDiscount: `${pricing}#FixedAmountDiscount as FixedAmountDiscountMessage`,
          BuyXGetYDiscount: `${pricing}#BuyXGetYDiscount as BuyXGetYDiscountMessage`,
          ItemSelection: `${pricing}#ItemSelection as ItemSelectionMessage`,
          CouponCode: `${pricing}#CouponCode as CouponCodeMessage`,
          Order: `${messages("order")}#Order as OrderMessage`,
          OrderStatistics:
            "../../../proto/gen/order/v1/sales_pb.js#GetOrderStatisticsResponse as OrderStatisticsMessage",
          ProductSales: "../../../proto/gen/order/v1/sales_pb.js#ProductSales as ProductSalesMessage",
          SalesReportRow: "../../../proto/gen/order/v1/sales_pb.js#SalesPeriod as SalesPeriodMessage",
          OrderLine: `${messages("order")}#OrderLine as OrderLineMessage`,
          OrderDiscount: `${priceMessages}#OrderDiscount as OrderDiscountMessage`,
          DiscountAllocation: `${priceMessages}#DiscountAllocation as DiscountAllocationMessage`,
          Quote: `${messages("order")}#QuoteOrderResponse as QuoteMessage`,
          QuoteCouponCode: `${messages("order")}#QuotedCouponCode as QuotedCouponCodeMessage`,
          ShippingOption: `${messages("order")}#ShippingOption as ShippingOptionMessage`,
          OrderActionPreview: `${previewMessages}#PreviewOrderActionResponse as OrderActionPreviewMessage`,
          RefundPreview: `${previewMessages}#RefundPreview as RefundPreviewMessage`,
          TaxLine: `${priceMessages}#TaxLine as TaxLineMessage`,
          OrderAddress: `${messages("order")}#Address as AddressMessage`,
          OrderEventEdge: "./order-event.ts#EventOfOrder",
          OrderDispute: `${messages("order")}#Dispute as DisputeMessage`,
          OrderEffect: `${messages("order")}#OrderEffect as OrderEffectMessage`,
          OrderEffectAttempt: `${messages("order")}#OrderEffect_Attempt as OrderEffectAttemptMessage`,
          OrderAttention: `${messages("order")}#OrderAttention as OrderAttentionMessage`,
          ResolutionPreview: `${messages("order")}#ResolutionPreview as ResolutionPreviewMessage`,
          OrderExplanation: `${messages("order")}#OrderExplanation as OrderExplanationMessage`,
          OrderReconciliation: `${messages("order")}#GetOrderReconciliationResponse as OrderReconciliationMessage`,
          OrderDifference: `${messages("order")}#OrderDifference as OrderDifferenceMessage`,
          OrderNote: `${messages("order")}#OrderNote as OrderNoteMessage`,
          OrderAction: `${messages("order")}#OrderAction as OrderActionMessage`,
          OrderRefund: `${messages("order")}#Refund as RefundMessage`,
          OrderRefundLine: `${messages("order")}#Refund_Line as RefundLineMessage`,
          Shipment: `${messages("order")}#Shipment as ShipmentMessage`,
          PaymentAction: `${messages("order")}#PaymentAction as PaymentActionMessage`,
          DeadLetter: `${messages("order")}#DeadFact as DeadLetterMessage`,
          DeadFact: `${messages("order")}#DeadFact as DeadFactMessage`,
          FailedJob: "./job-of-source.ts#JobOfSource",
          Transaction: `${messages("order")}#Transaction as TransactionMessage`,
          TaxId: "../../../proto/gen/common/v1/tax_id_pb.js#TaxId as TaxIdMessage",
          Money: "../../../proto/gen/common/v1/money_pb.js#Money as MoneyMessage",
        },
      },
    },
  },
};

export default config;
