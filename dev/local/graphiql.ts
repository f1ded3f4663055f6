import { createServer } from "node:http";
import { listen, stopListening } from "../process/listen.ts";

const defaultQuery = `# Sign in with SignIn and put the accessToken below into the headers: {"Authorization": "Bearer …"}
query Products {
  products(first: 5) {
    edges { node { slug name inStock priceRange { min { formatted } } } }
  }
}

query Search {
  search(query: "reading lamp", first: 5) {
    totalCount
    facets { name values { value count } }
    edges { node { name variants { sku price { formatted } stock { available } } } }
  }
}

mutation SignIn {
  login(input: { email: "customer@stoa.example", password: "stoa-demo-1234" }) {
    accessToken
    userErrors { code message }
  }
}

mutation PlaceOrder {
  placeOrder(input: {
    idempotencyKey: "from GraphiQL"
    paymentMethod: "pm_card_visa"
    lines: [{ sku: "LGT-01-1", quantity: 1 }]
    shippingAddress: {
      name: "Clio Costa", line1: "1 Harbour St", city: "Rotterdam", postalCode: "3011", countryCode: "NL"
    }
  }) {
    order { id number status total { formatted } timeline { type at } }
    userErrors { code field message }
  }
}

subscription Stock {
  stock(sku: "LGT-01-1") { available reserved }
}
`;

export interface GraphiqlPage {
  readonly port: number;
  stop(): Promise<void>;
}

/** Serves GraphiQL as one page without external resources. The local gateway shows it to browsers. */
export async function startGraphiql(): Promise<GraphiqlPage> {
  const server = createServer(async (_request, response) => {
    // The package is 9 MB, so it is loaded with the first request.
    const { renderGraphiQL } = await import("@graphql-yoga/render-graphiql");
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(renderGraphiQL({ title: "Stoa", defaultQuery }));
  });
  const port = await listen(server);
  return { port, stop: () => stopListening(server) };
}
