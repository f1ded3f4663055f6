import { readFileSync } from "node:fs";
import { type GraphQLObjectType, getNamedType, isObjectType } from "graphql";
import { beforeAll, describe, expect, it } from "vitest";
import { type Api, sendGraphql } from "../../dev/cli/shop/api.ts";
import { address, placeOrder, productLine } from "../support/harness.ts";
import { publicSchema } from "../support/public-schema.ts";
import { useShop, useUser } from "../support/use-shop.ts";
import { listInputFields } from "../validation/input-fields.ts";
import { type InputRule, inputRules } from "../validation/input-rules.ts";
import { renderValidationPage, validationPage } from "../validation/validation-page.ts";

describe("the rules of input", () => {
  it("cover every input field and argument of the schema, and no other", () => {
    expect(new Set(inputRules.keys())).toEqual(new Set(listInputFields().map(({ path }) => path)));
  });

  it("are on the page that is generated from them", () => {
    expect(readFileSync(validationPage, "utf8")).toBe(renderValidationPage());
  });
});

const shop = useShop({ products: [productLine("BOUND", 1_000)] });
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
  const lines = [{ sku: "BOUND", quantity: 1 }];
  ids.order = (await placeOrder(customer, { idempotencyKey: "validation", lines })).order?.id ?? "";
});

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
  DeleteMyAccountInput: { mutation: "deleteMyAccount", caller: () => customer, base: () => ({}) },
  SetRolesInput: {
    mutation: "setRoles",
    caller: () => admin,
    base: () => ({ accountId: customer.accountId, roles: ["CUSTOMER"] }),
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
  MediaInput: { ...inProduct("media"), base: () => ({ url: "https://example.com/a.jpg", alt: "" }) },
  MoneyInput: {
    mutation: "createProduct",
    caller: () => manager,
    base: () => ({ amountMinor: "100", currency: "USD" }),
    embed: (price) => ({ ...product(), variants: [{ ...variant(), price }] }),
  },
  AdjustStockInput: {
    mutation: "adjustStock",
    caller: () => manager,
    base: () => ({ sku: "BOUND", delta: 1, reason: "r", idempotencyKey: unique() }),
  },
  SetCartLineInput: {
    mutation: "setCartLine",
    caller: () => customer,
    base: () => ({ cartId: ids.cart, sku: "BOUND", quantity: 1 }),
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
  MarkOrderDeliveredInput: { mutation: "markOrderDelivered", caller: () => admin, base: () => ({}) },
  ResumeOrderPaymentInput: { mutation: "resumeOrderPayment", caller: () => customer, base: () => ({}) },
  RebuildOrderListsInput: { mutation: "rebuildOrderLists", caller: () => admin, base: () => ({}) },
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
  type Data = Record<string, { readonly userErrors?: readonly UserError[] } | null>;
  const { data, errors = [] } = await sendGraphql<Data>(api, document, variables);
  const ofUser = Object.values(data ?? {}).flatMap((payload) => payload?.userErrors ?? []);
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
  const filter =
    type === "SearchFilter" ? { [field]: value } : { attributes: [{ name: "n", values: ["v"], [field]: value }] };
  const document = 'query ($filter: SearchFilter) { search(query: "", filter: $filter) { totalCount } }';
  return errorsOf(guest, document, { filter });
}

const otherArguments: Readonly<Record<string, string>> = {
  search: 'query: ""',
  suggest: 'prefix: "a"',
  order: "id: $id",
};
const parents: Readonly<Record<string, (field: string) => string>> = {
  Account: (field) => `me { ${field} }`,
  Category: (field) => `category(slug: "bounds") { ${field} }`,
  Facet: (field) => `search(query: "") { facets { ${field} } }`,
  Order: (field) => `order(id: $id) { ${field} }`,
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
  const call = `${name}(${argument}: $value${isOther ? `, ${others}` : ""}) ${isObjectType(returned) ? selection : "{ __typename }"}`;
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
