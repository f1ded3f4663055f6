import { freePort } from "../../../dev/process/listen.ts";
import { exchange } from "../light-client.ts";
import { readInstalledVersion } from "./install.ts";
import {
  createPool,
  type DoWork,
  email,
  type PeerOptions,
  type PeerShop,
  password,
  runProgram,
  secret,
  startDatabase,
  startProgram,
} from "./shop.ts";

const productFields = `id slug name variants { id sku name priceWithTax currencyCode stockLevel }`;
const listQuery = `{ products(options: { take: 10 }) { totalItems items { ${productFields} } } }`;
const searchQuery = `{ search(input: { term: "camera", take: 10, groupByProduct: true }) {
  totalItems items { productId slug productName sku inStock priceWithTax { ... on PriceRange { min max } } }
} }`;
const loginQuery = `mutation ($username: String!, $password: String!) {
  login(username: $username, password: $password) { ... on CurrentUser { id } }
}`;
const registerQuery = `mutation ($input: RegisterCustomerInput!) { registerCustomerAccount(input: $input) { __typename } }`;

const failure = "... on ErrorResult { errorCode message }";
const addressInput = `{ fullName: "Test Person", streetLine1: "1 Main St", city: "Utrecht", postalCode: "3511", countryCode: "NL" }`;

/** The mutations of an order, in their order. */
const orderSteps = [
  `addItemToOrder(productVariantId: $variantId, quantity: 1) { ... on Order { id } ${failure} }`,
  `setOrderShippingAddress(input: ${addressInput}) { ... on Order { id } ${failure} }`,
  `setOrderShippingMethod(shippingMethodId: ["1"]) { ... on Order { id } ${failure} }`,
  `transitionOrderToState(state: "ArrangingPayment") { ... on Order { id } ${failure} }`,
  `addPaymentToOrder(input: { method: "standard-payment", metadata: {} }) { ... on Order { code state } ${failure} }`,
];

/** Starts Vendure in production mode, as its documentation recommends: a server and a worker process. */
export async function startVendure(options: PeerOptions): Promise<PeerShop> {
  const port = await freePort();
  const database = await startDatabase(options, "vendure");
  const env = { PORT: String(port), DATABASE_URL: database.url, ADMIN_PASSWORD: secret, COOKIE_SECRET: secret };
  await runProgram(options, { args: ["populate.mjs"], env, log: "vendure-populate.log" });
  const url = `http://127.0.0.1:${port}`;
  const server = await startProgram(options, { args: ["server.mjs"], env, log: "vendure-server.log" }, `${url}/health`);
  const worker = await startProgram(options, { args: ["worker.mjs"], env, log: "vendure-worker.log" });

  const send = (query: string, { token, variables }: { token?: string; variables?: object } = {}) =>
    exchange(`${url}/shop-api`, { json: JSON.stringify({ query, variables }), ...(token !== undefined && { token }) });
  const signIn = async (client: number): Promise<string> => {
    const customer = { emailAddress: email(client), password, firstName: "Test", lastName: "Person" };
    await send(registerQuery, { variables: { input: customer } });
    const body = JSON.stringify({ query: loginQuery, variables: { username: email(client), password } });
    const response = await fetch(`${url}/shop-api`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    return response.headers.get("vendure-auth-token") ?? "";
  };
  const withToken = createPool(
    await Promise.all(Array.from({ length: options.clients }, (_, client) => signIn(client))),
  );
  const { data } = JSON.parse(
    (await send(`{ products(options: { take: 50 }) { items { variants { id } } } }`)) ?? "{}",
  ) as {
    data: { products: { items: { variants: { id: string }[] }[] } };
  };
  const variantIds = data.products.items.flatMap(({ variants }) => variants.map(({ id }) => id));

  const order =
    (documents: readonly string[]): DoWork =>
    (index) =>
      withToken(async (token) => {
        let last: string | undefined;
        for (const document of documents) {
          const variables = document.includes("$variantId") ? { variantId: variantIds[index % variantIds.length] } : {};
          last = await send(document, { token, variables });
        }
        return last?.includes('"state":"PaymentSettled"') === true;
      });
  const toDocument = (steps: readonly string[]) =>
    `mutation ${steps.some((step) => step.includes("$variantId")) ? "($variantId: ID!) " : ""}{ ${steps.join("\n")} }`;
  return {
    name: "Vendure",
    version: readInstalledVersion(options.home, "@vendure/core"),
    processes: { server, worker, Postgres: database.pid },
    works: {
      "list of 10": async () => (await send(listQuery))?.includes('"sku"') === true,
      "search of 10": async () => (await send(searchQuery))?.includes('"slug"') === true,
      login: async (index) =>
        (await send(loginQuery, { variables: { username: email(index % options.clients), password } }))?.includes(
          '"login":{"id"',
        ) === true,
      "full order": order(orderSteps.map((step) => toDocument([step]))),
      "full order, one request": order([toDocument(orderSteps)]),
    },
  };
}
