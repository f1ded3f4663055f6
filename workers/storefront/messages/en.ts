/** The strings of all pages in English. Every other language has the same keys. */
export const en = {
  language: "en",
  languageName: "English",
  direction: "ltr" as "ltr" | "rtl",
  shop: {
    name: "Stoa",
    description: "Things for the house, the table and the road. Made to last, priced in full.",
  },
  layout: {
    skip: "Skip to content",
    searchProducts: "Search products",
    search: "Search",
    categories: "Categories",
    cart: "Cart",
    signIn: "Sign in",
    account: "Account",
    preferences: "Country and language",
    trackOrder: "Track an order",
    onThisPage: (ms: number, queries: number, cachedQueries: number) =>
      `This page: ${ms} ms, ${queries === 1 ? "1 query" : `${queries} queries`}${cachedQueries > 0 ? `, ${cachedQueries} from the cache` : ""}`,
  },
  home: {
    heading: "Made to last, priced in full",
    bestSelling: "Best sellers",
    browse: "Browse by category",
  },
  product: {
    from: (price: string) => `from ${price}`,
    was: (price: string) => `Before: ${price}`,
  },
  preferences: {
    heading: "Country and language",
    market: "Where we ship",
    automatic: "By my location",
    language: "Language",
    automaticLanguage: "As in my browser",
    save: "Save",
    explanation: "Prices, currencies and delivery depend on where we ship.",
  },
  errors: {
    notFound: "Page not found",
    notFoundHelp:
      "The address may have a typing error, or the product is no longer on sale. Search for it, or start here:",
    failed: "Something went wrong",
    failedHelp: "The error is ours, not yours. Nothing was ordered or charged by this page. Please try again.",
    unavailable: "The shop is busy",
    unavailableHelp: "We could not load this page just now. Your cart is safe. Please try again in a moment.",
    rateLimited: "Too many requests",
    rateLimitedHelp: "Your network has sent many requests in a short time. Please try again in a minute.",
    forbidden: "Request not accepted",
    forbiddenHelp: "This form was sent by another site. Open the page here and send it again.",
    tryAgain: "Try again",
    home: "To the start page",
    incident: (id: string) => `Reference for support: ${id}`,
  },
};

export type Messages = typeof en;
