import { parseCurrency } from "../../kit/domain/money.ts";
import { askPersonal } from "../../kit/pages/ask.ts";
import { ErrorSummary } from "../../kit/pages/error-summary.tsx";
import { readForm } from "../../kit/pages/form.ts";
import { PageNotFound } from "../../kit/pages/http-errors.ts";
import {
  CreateMarketDocument,
  type EditedMarketFragment,
  MarketPageDocument,
  type TaxRounding,
  UpdateMarketDocument,
} from "../documents.generated.ts";
import { createDraftFields } from "../parts/draft-fields.tsx";
import { createDraftReader, type DraftError, type FlatDraft } from "../parts/flat-draft.ts";
import { renderPage } from "../parts/page.tsx";
import { PricingLink } from "../parts/pricing-link.tsx";
import {
  findSettingsChanges,
  readSettings,
  type Settings,
  SettingsForm,
  toSettings,
  withUserErrors,
} from "../parts/settings-form.tsx";
import { redirectWithMessage } from "../server/flash.ts";
import type { PageContext } from "../server/page-context.ts";

const markets = "/pricing/markets";

const labels = {
  name: "Name",
  slug: "Slug",
  countryCodes: "Countries",
  currencies: "Currencies",
  taxesIncluded: "Prices contain tax",
  taxRounding: "Tax is rounded",
} as const;

const roundings = [
  { value: "LINE", label: "Once per line" },
  { value: "ORDER", label: "Once per rate of the order" },
] as const satisfies readonly { readonly value: TaxRounding; readonly label: string }[];

function toDraft(market: EditedMarketFragment): FlatDraft {
  return {
    name: market.name,
    slug: market.slug,
    countryCodes: market.countryCodes.join(", "),
    currencies: market.currencies.join(", "),
    taxesIncluded: market.taxesIncluded ? "yes" : "",
    taxRounding: market.taxRounding,
  };
}

function toInput(draft: FlatDraft) {
  const reader = createDraftReader(draft);
  const entered = reader.list("currencies").map((code) => code.toUpperCase());
  const currencies = entered.flatMap((code) => parseCurrency(code) ?? []);
  const errors: DraftError[] =
    currencies.length === entered.length ? [] : [{ text: "Enter currencies of the shop", inputId: "currencies" }];
  const input = {
    name: reader.text("name"),
    slug: reader.text("slug"),
    countryCodes: reader.list("countryCodes").map((code) => code.toUpperCase()),
    currencies,
    taxesIncluded: reader.isChecked("taxesIncluded"),
    taxRounding: roundings.find(({ value }) => value === reader.text("taxRounding"))?.value ?? "LINE",
  };
  return { input, errors };
}

/** The form for a market that does not exist yet. */
export function newMarket(c: PageContext): Response {
  return render(c, "New market", { draft: {}, base: undefined, errors: [] });
}

/** The form of a market. */
export async function market(c: PageContext): Promise<Response> {
  const found = await load(c);
  return render(c, found.name, toSettings(toDraft(found)));
}

async function load(c: PageContext): Promise<EditedMarketFragment> {
  const { markets: all } = await askPersonal(c, MarketPageDocument, {});
  const found = all.find(({ id }) => id === c.req.param("id"));
  if (found === undefined) throw new PageNotFound();
  return found;
}

function render(c: PageContext, title: string, { draft, base, errors }: Settings): Response {
  const fields = createDraftFields(draft, errors, labels);
  return renderPage(
    c,
    { title, status: errors.length === 0 ? 200 : 422, styles: ["product"] },
    <>
      <PricingLink />
      <h1>{title}</h1>
      <ErrorSummary heading="The market was not saved" errors={errors} />
      <SettingsForm path={new URL(c.req.url).pathname} base={base} what="market">
        {fields.text("name", { required: true, maxlength: 100 })}
        {fields.text("slug", { required: true, maxlength: 100, hint: "Lowercase a-z, digits and hyphens" })}
        {fields.area("countryCodes", { hint: "For example DE, FR. Empty for all countries of no other market" })}
        {fields.text("currencies", { required: true, hint: "For example EUR, USD. The first one is the default" })}
        {fields.checkbox("taxesIncluded")}
        {fields.select("taxRounding", roundings)}
      </SettingsForm>
    </>,
  );
}

export async function submitNewMarket(c: PageContext): Promise<Response> {
  const sent = readSettings(await readForm(c), labels);
  const { input, errors } = toInput(sent.draft);
  if (errors.length > 0) return render(c, "New market", { ...sent, errors });
  const { userErrors } = (await askPersonal(c, CreateMarketDocument, { input })).createMarket;
  if (userErrors.length > 0) return render(c, "New market", withUserErrors(sent, userErrors));
  return redirectWithMessage(c, "/pricing", "The market was created.");
}

export async function submitMarket(c: PageContext): Promise<Response> {
  const sent = readSettings(await readForm(c), labels);
  const { input, errors } = toInput(sent.draft);
  if (errors.length > 0) return render(c, input.name, { ...sent, errors });
  const id = c.req.param("id") ?? "";
  const changes = findSettingsChanges(sent, (draft) => toInput(draft).input);
  if (changes === undefined) return redirectWithMessage(c, `${markets}/${id}`, "Nothing was changed.");
  const update = { id, ...changes };
  const { userErrors } = (await askPersonal(c, UpdateMarketDocument, { input: update })).updateMarket;
  if (userErrors.length > 0) return render(c, input.name, withUserErrors(sent, userErrors));
  return redirectWithMessage(c, `${markets}/${id}`, "The market was saved.");
}
