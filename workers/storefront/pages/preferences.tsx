import { askPublic } from "../../kit/pages/ask.ts";
import { redirectTo } from "../../kit/pages/redirect.ts";
import { MarketsDocument } from "../documents.generated.ts";
import { findMessages, languages } from "../messages/languages.ts";
import { renderPage } from "../parts/page.tsx";
import type { PageContext } from "../server/page-context.ts";
import { languageCookie, marketCookie, preferenceOptions } from "../server/preference-cookies.ts";

/** The page where the visitor chooses a market and a language. */
export async function preferences(c: PageContext): Promise<Response> {
  const { markets } = await askPublic(c, MarketsDocument, {});
  const { preferences: strings } = c.var.locale.messages;
  const market = c.var.visitor.market ?? "";
  const language = c.var.cookies.get(languageCookie) ?? "";
  return renderPage(
    c,
    { title: strings.heading, isIndexed: false },
    <form class="narrow" method="post" action="/preferences">
      <h1>{strings.heading}</h1>
      <p>{strings.explanation}</p>
      <label for="market">{strings.market}</label>
      <select id="market" name="market">
        <option value="" selected={market === ""}>
          {strings.automatic}
        </option>
        {markets.map(({ slug, name, currencies }) => (
          <option key={slug} value={slug} selected={market === slug}>
            {`${name} (${currencies[0] ?? ""})`}
          </option>
        ))}
      </select>
      <label for="language">{strings.language}</label>
      <select id="language" name="language">
        <option value="" selected={language === ""}>
          {strings.automaticLanguage}
        </option>
        {languages.map((code) => (
          <option key={code} value={code} lang={code} selected={language === code}>
            {findMessages(code).languageName}
          </option>
        ))}
      </select>
      <button type="submit">{strings.save}</button>
    </form>,
  );
}

/** Stores the choices in cookies. Values that do not exist are removed. */
export async function savePreferences(c: PageContext): Promise<Response> {
  const { market, language } = await c.req.parseBody();
  const { markets } = await askPublic(c, MarketsDocument, {});
  const choose = (name: string, value: unknown, values: readonly string[]) => {
    const chosen = values.find((candidate) => candidate === value);
    c.var.cookies.set(name, chosen ?? "", { ...preferenceOptions, ...(chosen === undefined ? { maxAge: 0 } : {}) });
  };
  const slugs = markets.map(({ slug }) => slug);
  choose(marketCookie, market, slugs);
  choose(languageCookie, language, languages);
  return redirectTo("/");
}
