import type { Messages } from "./en.ts";

/** The strings of all pages in Dutch. */
export const nl: Messages = {
  language: "nl",
  languageName: "Nederlands",
  direction: "ltr",
  shop: {
    name: "Stoa",
    description: "Spullen voor huis, tafel en onderweg. Gemaakt om mee te gaan, met de volle prijs.",
  },
  layout: {
    skip: "Naar de inhoud",
    searchProducts: "Producten zoeken",
    search: "Zoeken",
    categories: "Categorieën",
    cart: "Winkelwagen",
    signIn: "Inloggen",
    account: "Account",
    preferences: "Land en taal",
    trackOrder: "Bestelling volgen",
    onThisPage: (ms, queries, cachedQueries) =>
      `Deze pagina: ${ms} ms, ${queries === 1 ? "1 query" : `${queries} query's`}${cachedQueries > 0 ? `, ${cachedQueries} uit de cache` : ""}`,
  },
  home: {
    heading: "Gemaakt om mee te gaan",
    bestSelling: "Best verkocht",
    browse: "Per categorie",
  },
  product: {
    from: (price) => `vanaf ${price}`,
    was: (price) => `Eerst: ${price}`,
  },
  preferences: {
    heading: "Land en taal",
    market: "Waar we bezorgen",
    automatic: "Op basis van mijn locatie",
    language: "Taal",
    automaticLanguage: "Zoals in mijn browser",
    save: "Opslaan",
    explanation: "Prijzen, valuta en bezorging hangen af van waar we bezorgen.",
  },
  errors: {
    notFound: "Pagina niet gevonden",
    notFoundHelp:
      "Misschien zit er een typefout in het adres, of is het product niet meer te koop. Zoek het, of begin hier:",
    failed: "Er ging iets mis",
    failedHelp: "De fout ligt bij ons. Deze pagina heeft niets besteld of afgeschreven. Probeer het opnieuw.",
    unavailable: "Het is druk in de winkel",
    unavailableHelp: "We konden deze pagina nu niet laden. Je winkelwagen is veilig. Probeer het zo opnieuw.",
    rateLimited: "Te veel verzoeken",
    rateLimitedHelp: "Je netwerk heeft in korte tijd veel verzoeken gedaan. Probeer het over een minuut opnieuw.",
    forbidden: "Verzoek niet geaccepteerd",
    forbiddenHelp: "Dit formulier kwam van een andere site. Open de pagina hier en verstuur het opnieuw.",
    tryAgain: "Opnieuw proberen",
    home: "Naar de startpagina",
    incident: (id) => `Referentie voor support: ${id}`,
  },
};
