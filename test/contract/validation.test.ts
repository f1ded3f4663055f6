import { type GraphQLObjectType, getNamedType, isLeafType, isObjectType } from "graphql";
import { beforeAll, describe, expect, it } from "vitest";
import { type Api, sendGraphql } from "../../dev/cli/shop/api.ts";
import { address, placeOrder, productLine } from "../support/harness.ts";
import { publicSchema } from "../support/public-schema.ts";
import { useShop, useUser } from "../support/use-shop.ts";
import { type InputRule, inputRules } from "../validation/input-rules.ts";

const picture = { url: "https://example.com/a.jpg", alt: "" };
const shop = useShop({
  products: [{ ...productLine("BOUND", 1_000), media: [picture] }, productLine("SOLD-OUT", 0)],
});
const manager = useUser(shop, "CATALOG_MANAGER");
const support = useUser(shop, "SUPPORT");
const admin = useUser(shop, "ADMIN");
const customer = useUser(shop);
const guest: Api = {
  get url() {
    return shop.url;
  },
};

/** Objects that the inputs refer to. */
const ids = { cart: "", order: "", product: "", etag: "", category: "" };
const pricingIds = { market: "", taxRate: "", zone: "", priceList: "", promotion: "", group: "" };

beforeAll(async () => {
  const run = async (api: Api, query: string, variables: object = {}) => {
    const { data, errors } = await sendGraphql<Record<string, never>>(api, query, variables);
    if (errors !== undefined || data === undefined) throw new Error(JSON.stringify(errors));
    return data as Record<string, { order: { id: string }; category: { id: string }; id: string; etag: string }>;
  };
  ids.cart = (await run(customer, "mutation { createCart { order { id } } }")).createCart?.order.id ?? "";
  const create = "mutation ($i: CreateCategoryInput!) { createCategory(input: $i) { category { id } } }";
  ids.category =
    (await run(manager, create, { i: { slug: "bounds", name: "Bounds" } })).createCategory?.category.id ?? "";
  const { product } = await run(guest, '{ product(slug: "bound") { id etag } }');
  Object.assign(ids, { product: product?.id, etag: product?.etag });
  await createPricing();
  const lines = [{ sku: "BOUND", quantity: 1 }];
  ids.order = (await placeOrder(customer, { idempotencyKey: "validation", lines })).order?.id ?? "";
});

/** Creates one object of each type that managers of prices update. */
async function createPricing(): Promise<void> {
  const create = async (caller: Api, mutation: string, type: string, selection: string, input: object) => {
    const query = `mutation ($input: ${type}!) { made: ${mutation}(input: $input) { made: ${selection} } }`;
    type Data = { made: { made: { id: string; etag?: string } | null } };
    const { data, errors } = await sendGraphql<Data>(caller, query, { input });
    if (!data?.made.made) throw new Error(`${mutation} failed: ${JSON.stringify(errors)}`);
    return data.made.made;
  };
  const market = { ...marketOf(), countryCodes: ["SE"] };
  pricingIds.market = (await create(admin, "createMarket", "CreateMarketInput", "market { id }", market)).id;
  pricingIds.taxRate = (await create(manager, "createTaxRate", "CreateTaxRateInput", "taxRate { id }", taxRateOf())).id;
  const zone = "shippingZone { id }";
  pricingIds.zone = (await create(manager, "createShippingZone", "CreateShippingZoneInput", zone, zoneOf())).id;
  const priceList = "priceList { id }";
  pricingIds.priceList = (await create(manager, "createPriceList", "CreatePriceListInput", priceList, listOf())).id;
  const group = "customerGroup { id }";
  pricingIds.group = (await create(manager, "createCustomerGroup", "CreateCustomerGroupInput", group, groupOf())).id;
  const selection = "promotion { id etag }";
  const promotion = await create(manager, "createPromotion", "CreatePromotionInput", selection, promotionOf());
  pricingIds.promotion = promotion.id;
}

let count = 0;
const unique = (): string => `bound-${++count}`;

const variant = () => ({ sku: unique(), name: "v", price: { amountMinor: "100", currency: "USD" } });
const product = () => ({ slug: unique(), name: "n", description: "d", variants: [variant()] });
const order = () => ({
  idempotencyKey: unique(),
  lines: [{ sku: "BOUND", quantity: 1 }],
  paymentMethod: "pm_card_visa",
  shippingAddress: address,
});
const money = { amountMinor: "100", currency: "USD" };
const marketOf = () => ({ slug: unique(), name: "n", countryCodes: ["NL"], currencies: ["USD"], taxesIncluded: true });
const taxRateOf = () => ({ name: "n", taxClassCode: "standard", countryCode: "US", ratePpm: 1 });
const methodOf = () => ({ code: unique(), name: "n", rates: [{ price: money }] });
const zoneOf = () => ({ slug: unique(), name: "n", countryCodes: ["US"], methods: [methodOf()] });
const listOf = () => ({ slug: unique(), name: "n", type: "SALE" });
const groupOf = () => ({ slug: unique(), name: "n" });
const percentage = { percentage: { basisPoints: 1_000 } };
const promotionOf = (fields: object = {}) => ({
  slug: unique(),
  name: "n",
  class: "PRODUCT",
  automatic: true,
  reward: percentage,
  ...fields,
});
const password = "correct horse battery";

interface Target {
  readonly mutation: string;
  readonly caller: () => Api;
  /** A valid value of the type. */
  readonly base: () => object;
  /** Puts a value of the type into the mutation's input. */
  readonly embed?: (value: object) => object;
}

const inProduct = (name: string): Pick<Target, "mutation" | "caller" | "embed"> => ({
  mutation: "createProduct",
  caller: () => manager,
  embed: (value) => ({ ...product(), [name]: [value] }),
});
const inPromotion = (embed: (value: object) => object): Pick<Target, "mutation" | "caller" | "embed"> => ({
  mutation: "createPromotion",
  caller: () => manager,
  embed: (value) => promotionOf(embed(value)),
});
const inOrder = (embed: (value: object) => object): Pick<Target, "mutation" | "caller" | "embed"> => ({
  mutation: "placeOrder",
  caller: () => customer,
  embed: (value) => ({ ...order(), ...embed(value) }),
});

/** How the API receives a value of each input type. */
const targets: Readonly<Record<string, Target>> = {
  RegisterInput: {
    mutation: "register",
    caller: () => guest,
    base: () => ({ email: `${unique()}@example.com`, password, firstName: "A", lastName: "B" }),
  },
  LoginInput: { mutation: "login", caller: () => guest, base: () => ({ email: customer.email, password }) },
  RefreshSessionInput: { mutation: "refreshSession", caller: () => guest, base: () => ({}) },
  ConfirmPasswordInput: { mutation: "confirmPassword", caller: () => customer, base: () => ({}) },
  ChangePasswordInput: {
    mutation: "changePassword",
    caller: () => support,
    base: () => ({ currentPassword: password, newPassword: "another horse battery" }),
  },
  ResetPasswordInput: {
    mutation: "resetPassword",
    caller: () => guest,
    base: () => ({ token: "x", newPassword: "another horse battery" }),
  },
  VerifyEmailInput: { mutation: "verifyEmail", caller: () => guest, base: () => ({}) },
  UndoEmailChangeInput: { mutation: "undoEmailChange", caller: () => guest, base: () => ({}) },
  UpdateProfileInput: {
    mutation: "updateProfile",
    caller: () => customer,
    base: () => ({ firstName: "A", currentPassword: password }),
  },
  UpdatePreferencesInput: { mutation: "updatePreferences", caller: () => customer, base: () => ({}) },
  SaveAddressInput: { mutation: "saveAddress", caller: () => customer, base: () => ({ ...address }) },
  SetTaxIdInput: { mutation: "setTaxId", caller: () => customer, base: () => ({}) },
  RequestStockNotificationInput: {
    mutation: "requestStockNotification",
    caller: () => customer,
    base: () => ({ sku: "SOLD-OUT" }),
  },
  SetWishlistItemInput: {
    mutation: "setWishlistItem",
    caller: () => customer,
    base: () => ({ sku: "UNKNOWN", saved: true }),
  },
  DeleteMyAccountInput: { mutation: "deleteMyAccount", caller: () => customer, base: () => ({}) },
  SetRolesInput: {
    mutation: "setRoles",
    caller: () => admin,
    base: () => ({ accountId: customer.accountId, roles: ["CUSTOMER"] }),
  },
  InviteStaffInput: {
    mutation: "inviteStaff",
    caller: () => admin,
    base: () => ({ email: `${unique()}@example.com`, firstName: "A", lastName: "B", roles: ["SUPPORT"] }),
  },
  SetDisabledInput: { mutation: "setDisabled", caller: () => admin, base: () => ({ disabled: false }) },
  CreateApiTokenInput: {
    mutation: "createApiToken",
    caller: () => admin,
    base: () => ({ name: "n", scopes: ["CATALOG_READ"], days: 1 }),
  },
  CreateCategoryInput: {
    mutation: "createCategory",
    caller: () => manager,
    base: () => ({ slug: unique(), name: "n" }),
  },
  UpdateCategoryInput: { mutation: "updateCategory", caller: () => manager, base: () => ({ id: ids.category }) },
  CreateProductInput: { mutation: "createProduct", caller: () => manager, base: product },
  UpdateProductInput: {
    mutation: "updateProduct",
    caller: () => manager,
    base: () => ({ id: ids.product, etag: ids.etag }),
  },
  VariantInput: { ...inProduct("variants"), base: variant },
  AttributeInput: { ...inProduct("attributes"), base: () => ({ name: "n", value: unique() }) },
  MediaInput: { ...inProduct("media"), base: () => picture },
  MoneyInput: {
    mutation: "createProduct",
    caller: () => manager,
    base: () => ({ amountMinor: "100", currency: "USD" }),
    embed: (price) => ({ ...product(), variants: [{ ...variant(), price }] }),
  },
  CreateMarketInput: { mutation: "createMarket", caller: () => admin, base: marketOf },
  UpdateMarketInput: { mutation: "updateMarket", caller: () => admin, base: () => ({ id: pricingIds.market }) },
  CreateCustomerGroupInput: { mutation: "createCustomerGroup", caller: () => manager, base: groupOf },
  UpdateCustomerGroupInput: {
    mutation: "updateCustomerGroup",
    caller: () => manager,
    base: () => ({ id: pricingIds.group }),
  },
  SetCustomerGroupsInput: {
    mutation: "setCustomerGroups",
    caller: () => manager,
    base: () => ({ accountId: customer.accountId, customerGroupIds: [] }),
  },
  SaveTaxClassInput: { mutation: "saveTaxClass", caller: () => manager, base: () => ({ code: "bound", name: "n" }) },
  CreateTaxRateInput: { mutation: "createTaxRate", caller: () => manager, base: taxRateOf },
  UpdateTaxRateInput: { mutation: "updateTaxRate", caller: () => manager, base: () => ({ id: pricingIds.taxRate }) },
  CreateShippingZoneInput: { mutation: "createShippingZone", caller: () => manager, base: zoneOf },
  UpdateShippingZoneInput: {
    mutation: "updateShippingZone",
    caller: () => manager,
    base: () => ({ id: pricingIds.zone }),
  },
  ShippingMethodInput: {
    mutation: "createShippingZone",
    caller: () => manager,
    base: methodOf,
    embed: (method) => ({ ...zoneOf(), methods: [method] }),
  },
  ShippingRateInput: {
    mutation: "createShippingZone",
    caller: () => manager,
    base: () => ({ price: money }),
    embed: (rate) => ({ ...zoneOf(), methods: [{ ...methodOf(), rates: [rate] }] }),
  },
  CreatePriceListInput: { mutation: "createPriceList", caller: () => manager, base: listOf },
  UpdatePriceListInput: {
    mutation: "updatePriceList",
    caller: () => manager,
    base: () => ({ id: pricingIds.priceList }),
  },
  SetPriceListPricesInput: {
    mutation: "setPriceListPrices",
    caller: () => manager,
    base: () => ({ priceListId: pricingIds.priceList, prices: [] }),
  },
  PriceListPriceInput: {
    mutation: "setPriceListPrices",
    caller: () => manager,
    base: () => ({ sku: "BOUND", currency: "USD", amountMinor: "100" }),
    embed: (price) => ({ priceListId: pricingIds.priceList, prices: [price] }),
  },
  CreatePromotionInput: { mutation: "createPromotion", caller: () => manager, base: promotionOf },
  UpdatePromotionInput: {
    mutation: "updatePromotion",
    caller: () => manager,
    base: () => ({ id: pricingIds.promotion, etag: "v1" }),
  },
  PromotionConditionsInput: { ...inPromotion((conditions) => ({ conditions })), base: () => ({}) },
  ItemSelectionInput: { ...inPromotion((items) => ({ conditions: { items } })), base: () => ({}) },
  PercentageDiscountInput: {
    ...inPromotion((discount) => ({ reward: { percentage: discount } })),
    base: () => ({ basisPoints: 1 }),
  },
  FixedAmountDiscountInput: {
    ...inPromotion((fixedAmount) => ({ reward: { fixedAmount } })),
    base: () => ({ amounts: [money] }),
  },
  BuyXGetYDiscountInput: {
    ...inPromotion((buyXGetY) => ({ reward: { buyXGetY } })),
    base: () => ({ buyItems: {}, buyQuantity: 1, getItems: {}, getQuantity: 1 }),
  },
  SetPromotionActiveInput: { mutation: "setPromotionActive", caller: () => manager, base: () => ({ active: false }) },
  CreateImportInput: {
    mutation: "createImport",
    caller: () => manager,
    base: () => ({ fileName: "f", size: 1, idempotencyKey: unique() }),
  },
  CreateSynonymGroupInput: { mutation: "createSynonymGroup", caller: () => manager, base: () => ({}) },
  UpdateSynonymGroupInput: {
    mutation: "updateSynonymGroup",
    caller: () => manager,
    base: () => ({ id: `syn_${"0".repeat(26)}`, words: ["bound a", "bound b"] }),
  },
  CreateCouponCodesInput: {
    mutation: "createCouponCodes",
    caller: () => manager,
    base: () => ({ promotionId: pricingIds.promotion, code: unique(), idempotencyKey: unique() }),
  },
  SetCouponCodeActiveInput: { mutation: "setCouponCodeActive", caller: () => manager, base: () => ({ active: false }) },
  AdjustStockInput: {
    mutation: "adjustStock",
    caller: () => manager,
    base: () => ({ sku: "BOUND", delta: 1, reason: "r", idempotencyKey: unique() }),
  },
  MoveCategoryInput: {
    mutation: "moveCategory",
    caller: () => manager,
    base: () => ({ id: ids.category, position: 0 }),
  },
  SetLowStockThresholdInput: {
    mutation: "setLowStockThreshold",
    caller: () => manager,
    base: () => ({ sku: "BOUND" }),
  },
  SetCartLineInput: {
    mutation: "setCartLine",
    caller: () => customer,
    base: () => ({ cartId: ids.cart, sku: "BOUND", quantity: 1 }),
  },
  AddToCartInput: {
    mutation: "addToCart",
    caller: () => customer,
    base: () => ({ sku: "BOUND", quantity: 1, idempotencyKey: unique() }),
  },
  SetCartLinesInput: {
    mutation: "setCartLines",
    caller: () => customer,
    base: () => ({ cartId: ids.cart, lines: [] }),
  },
  ReorderInput: {
    mutation: "reorder",
    caller: () => customer,
    base: () => ({ orderId: ids.order, idempotencyKey: unique() }),
  },
  SetCartCouponCodesInput: {
    mutation: "setCartCouponCodes",
    caller: () => customer,
    base: () => ({ cartId: ids.cart, couponCodes: [] }),
  },
  SetCartCurrencyInput: {
    mutation: "setCartCurrency",
    caller: () => customer,
    base: () => ({ cartId: ids.cart, currency: "USD" }),
  },
  PlaceOrderInput: { mutation: "placeOrder", caller: () => customer, base: order },
  OrderLineInput: { ...inOrder((line) => ({ lines: [line] })), base: () => ({ sku: "BOUND", quantity: 1 }) },
  OrderAddressInput: { ...inOrder((shippingAddress) => ({ shippingAddress })), base: () => ({ ...address }) },
  CancelOrderInput: {
    mutation: "cancelOrder",
    caller: () => customer,
    base: () => ({ orderId: ids.order, idempotencyKey: unique() }),
  },
  RefundOrderInput: {
    mutation: "refundOrder",
    caller: () => admin,
    base: () => ({ orderId: ids.order, reason: "r", idempotencyKey: unique() }),
  },
  RefundLineInput: {
    mutation: "refundOrder",
    caller: () => admin,
    embed: (line) => ({ orderId: ids.order, reason: "r", idempotencyKey: unique(), lines: [line] }),
    base: () => ({ sku: "BOUND", quantity: 1 }),
  },
  CancelOrderLinesInput: {
    mutation: "cancelOrderLines",
    caller: () => admin,
    base: () => ({
      orderId: ids.order,
      reason: "r",
      idempotencyKey: unique(),
      lines: [{ sku: "BOUND", quantity: 1 }],
    }),
  },
  CancelOrderLineInput: {
    mutation: "cancelOrderLines",
    caller: () => admin,
    embed: (line) => ({ orderId: ids.order, reason: "r", idempotencyKey: unique(), lines: [line] }),
    base: () => ({ sku: "BOUND", quantity: 1 }),
  },
  FulfilOrderInput: {
    mutation: "fulfilOrder",
    caller: () => admin,
    base: () => ({ orderId: ids.order, idempotencyKey: unique() }),
  },
  ResolveOrderInput: {
    mutation: "resolveOrder",
    caller: () => admin,
    base: () => ({ orderId: ids.order, resolution: "RETRY", note: "n" }),
  },
  AddOrderNoteInput: {
    mutation: "addOrderNote",
    caller: () => admin,
    base: () => ({ orderId: ids.order, text: "n", idempotencyKey: unique() }),
  },
  MarkOrderDeliveredInput: { mutation: "markOrderDelivered", caller: () => admin, base: () => ({}) },
  ResumeOrderPaymentInput: { mutation: "resumeOrderPayment", caller: () => customer, base: () => ({}) },
  RebuildOrderListsInput: { mutation: "rebuildOrderLists", caller: () => admin, base: () => ({}) },
  RebuildStockInput: { mutation: "rebuildStock", caller: () => admin, base: () => ({}) },
  DiscardFailedJobInput: { mutation: "discardFailedJob", caller: () => admin, base: () => ({ id: "x", note: "n" }) },
  RedriveDeadLetterInput: { mutation: "redriveDeadLetter", caller: () => admin, base: () => ({}) },
};

interface InputError {
  readonly code: unknown;
  readonly field: readonly unknown[];
}

interface UserError {
  readonly code: string;
  readonly field: readonly string[] | null;
}

/** Sends a document with one variable, and returns its errors: `userErrors` and top-level errors. */
async function errorsOf(api: Api, document: string, variables: object): Promise<readonly InputError[]> {
  type Payload = { readonly userErrors?: readonly UserError[] } | null;
  type Data = Record<string, Payload | Payload[]>;
  const { data, errors = [] } = await sendGraphql<Data>(api, document, variables);
  const ofUser = Object.values(data ?? {}).flatMap((payload) =>
    [payload].flat().flatMap((each) => each?.userErrors ?? []),
  );
  return [
    ...ofUser.map(({ code, field }) => ({ code, field: field ?? [] })),
    ...errors.map(({ message, extensions }) => ({
      code: extensions?.["code"],
      field: [extensions?.["field"], message].flat(),
    })),
  ];
}

async function sendInput(type: string, field: string, value: unknown): Promise<readonly InputError[]> {
  const target = targets[type];
  if (target === undefined) throw new Error(`The test does not know how to send ${type}`);
  const { mutation, caller, base, embed = (input) => input } = target;
  const inputType = publicSchema.getMutationType()?.getFields()[mutation]?.args[0]?.type;
  const document = `mutation ($input: ${inputType}) { ${mutation}(input: $input) { userErrors { code field } } }`;
  return errorsOf(caller(), document, { input: embed({ ...base(), [field]: value }) });
}

async function sendFilter(type: string, field: string, value: unknown): Promise<readonly InputError[]> {
  if (type === "AccountFilter" || type === "SecurityEventFilter") {
    const list = type === "AccountFilter" ? "accounts" : "securityEvents";
    const document = `query ($filter: ${type}) { ${list}(filter: $filter) { __typename } }`;
    return errorsOf(admin, document, { filter: { [field]: value } });
  }
  if (type === "OrderFilter") {
    const orders = "query ($filter: OrderFilter) { allOrders(filter: $filter) { __typename } }";
    return errorsOf(admin, orders, { filter: { [field]: value } });
  }
  if (type === "StockFilter") {
    const stock = "query ($filter: StockFilter) { stockLevels(filter: $filter) { totalCount } }";
    return errorsOf(admin, stock, { filter: { [field]: value } });
  }
  const filter =
    type === "SearchFilter" ? { [field]: value } : { attributes: [{ name: "n", values: ["v"], [field]: value }] };
  const document = 'query ($filter: SearchFilter) { search(query: "", filter: $filter) { totalCount } }';
  return errorsOf(guest, document, { filter });
}

/** Sends a field of QuoteInput, or of the destination in it. */
async function sendQuote(type: string, field: string, value: unknown): Promise<readonly InputError[]> {
  const input =
    type === "QuoteInput"
      ? { lines: [{ sku: "BOUND", quantity: 1 }], [field]: value }
      : { lines: [{ sku: "BOUND", quantity: 1 }], destination: { countryCode: "NL", [field]: value } };
  return errorsOf(customer, "query ($input: QuoteInput!) { quote(input: $input) { __typename } }", { input });
}

async function sendPreview(field: string, value: unknown): Promise<readonly InputError[]> {
  const query = "query ($input: PreviewOrderActionInput!) { previewOrderAction(input: $input) { allowed } }";
  return errorsOf(admin, query, { input: { orderId: ids.order, type: "REFUND", [field]: value } });
}

const otherArguments: Readonly<Record<string, string>> = {
  search: 'query: ""',
  suggest: 'prefix: "a"',
  searchQueries: 'from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z"',
  order: "id: $id",
  stockLedger: 'sku: "BOUND"',
  reservations: 'sku: "BOUND"',
};
const parents: Readonly<Record<string, (field: string) => string>> = {
  Account: (field) => `me { ${field} }`,
  Category: (field) => `category(slug: "bounds") { ${field} }`,
  Media: (field) => `product(slug: "bound") { media { ${field} } }`,
  Facet: (field) => `search(query: "") { facets { ${field} } }`,
  Order: (field) => `order(id: $id) { ${field} }`,
  PriceList: (field) => `priceLists { edges { node { ${field} } } }`,
  Variant: (field) => `products(first: 1) { edges { node { variants { ${field} } } } }`,
  Product: (field) => `products(first: 1) { edges { node { ${field} } } }`,
  Promotion: (field) => `promotions { edges { node { ${field} } } }`,
};

/** Sends a field with one argument. */
async function sendArgument(type: string, name: string, argument: string, value: unknown) {
  const parent = publicSchema.getType(type) as GraphQLObjectType;
  const field = parent.getFields()[name];
  const valueType = field?.args.find((each) => each.name === argument)?.type;
  const others = otherArguments[name];
  const isOther = others !== undefined && !others.startsWith(`${argument}:`);
  const returned = field === undefined ? undefined : getNamedType(field.type);
  const isMutation = type === "Mutation";
  const selection = isMutation ? "{ userErrors { code field } }" : "{ __typename }";
  const below = isObjectType(returned) ? selection : isLeafType(returned) ? "" : "{ __typename }";
  const call = `${name}(${argument}: $value${isOther ? `, ${others}` : ""}) ${below}`;
  const body = parents[type]?.(call) ?? call;
  const variables = body.includes("$id") ? "$id: ID!, " : "";
  const document = `${isMutation ? "mutation" : "query"} (${variables}$value: ${valueType}) { ${body} }`;
  const caller = type === "Account" || name === "orders" || name === "deleteAddress" ? customer : admin;
  return errorsOf(caller, document, { value, ...(variables === "" ? {} : { id: ids.order }) });
}

async function sendLine(field: string, value: unknown): Promise<readonly InputError[]> {
  const response = await fetch(`${shop.url}/import/products`, {
    method: "POST",
    headers: { "content-type": "application/x-ndjson", authorization: `Bearer ${manager.token}` },
    body: JSON.stringify({ ...product(), [field]: value }),
  });
  const { results } = (await response.json()) as { results: { reason?: string; message?: string }[] };
  return results.flatMap(({ reason, message = "" }) =>
    reason === undefined ? [] : [{ code: reason, field: [message] }],
  );
}

function send(path: string, value: unknown): Promise<readonly InputError[]> {
  const [type = "", field = "", argument] = path.split(".");
  if (type === "import") return sendLine(field, value);
  if (argument !== undefined) return sendArgument(type, field, argument, value);
  if (type === "PreviewOrderActionInput") return sendPreview(field, value);
  if (type === "QuoteInput" || type === "DestinationInput") return sendQuote(type, field, value);
  return type.endsWith("Filter") ? sendFilter(type, field, value) : sendInput(type, field, value);
}

const withBounds = [...inputRules].filter(([, { valid = [], invalid = [] }]) => valid.length + invalid.length > 0);

/** Shortens a value for the message of a failed assertion. */
const shown = (value: unknown): string => {
  const json = JSON.stringify(value);
  return json.length > 60 ? `${json.slice(0, 60)}… (${json.length})` : json;
};

describe("the bounds of each input field", () => {
  it.each(withBounds)("hold at the API: %s", async (path: string, { code, valid = [], invalid = [] }: InputRule) => {
    const name = path.split(".").at(-1) ?? "";
    for (const value of invalid) {
      const codes = (await send(path, value)).map((error) => error.code);
      expect(codes, shown(value)).toContain(code);
    }
    for (const value of valid) {
      const errors = await send(path, value);
      const rejected = errors.filter((error) => error.code === code && JSON.stringify(error.field).includes(name));
      expect(rejected, shown(value)).toEqual([]);
    }
  });
});
