import { askPersonal } from "../../kit/pages/ask.ts";
import { ErrorSummary } from "../../kit/pages/error-summary.tsx";
import { readForm, type UserError } from "../../kit/pages/form.ts";
import { PageNotFound } from "../../kit/pages/http-errors.ts";
import {
  CreateTaxRateDocument,
  DeleteTaxRateDocument,
  type EditedTaxRateFragment,
  type TaxClassChoiceFragment,
  TaxClassesDocument,
  TaxRatePageDocument,
  TaxRatesOfCountryDocument,
  UpdateTaxRateDocument,
} from "../documents.generated.ts";
import { renderDeletion } from "../parts/deletion-page.tsx";
import { createDraftFields } from "../parts/draft-fields.tsx";
import { createDraftReader, type FlatDraft, toMinute, toPercentText } from "../parts/flat-draft.ts";
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

const rates = "/pricing/tax-rates";

const labels = {
  name: "Name",
  taxClassCode: "Tax class",
  countryCode: "Country",
  region: "Region",
  postalCodePrefix: "Postal codes that begin with",
  ratePpm: "Percent",
  combinable: "Is added to the rates of the wider area",
  startsAt: "Starts (UTC)",
  endsAt: "Ends (UTC)",
} as const;

const blank: FlatDraft = { combinable: "yes" };

function toDraft(rate: EditedTaxRateFragment): FlatDraft {
  return {
    name: rate.name,
    taxClassCode: rate.taxClass.code,
    countryCode: rate.countryCode,
    region: rate.region ?? "",
    postalCodePrefix: rate.postalCodePrefix ?? "",
    ratePpm: toPercentText(rate.ratePpm, 4),
    combinable: rate.combinable ? "yes" : "",
    startsAt: toMinute(rate.startsAt),
    endsAt: toMinute(rate.endsAt),
  };
}

function toInput(draft: FlatDraft) {
  const reader = createDraftReader(draft);
  const input = {
    name: reader.text("name"),
    taxClassCode: reader.text("taxClassCode"),
    countryCode: reader.text("countryCode").toUpperCase(),
    region: reader.optional("region"),
    postalCodePrefix: reader.optional("postalCodePrefix"),
    ratePpm: reader.percent("ratePpm", 4),
    combinable: reader.isChecked("combinable"),
    startsAt: reader.time("startsAt", "Starts"),
    endsAt: reader.time("endsAt", "Ends"),
  };
  return { input, errors: reader.errors };
}

interface RatePage {
  readonly title: string;
  readonly settings: Settings;
  readonly classes: readonly TaxClassChoiceFragment[];
  /** The path of the page that deletes the rate. */
  readonly deletion?: string;
}

function render(c: PageContext, { title, settings, classes, deletion }: RatePage): Response {
  const { draft, base, formKey, errors } = settings;
  const fields = createDraftFields(draft, errors, labels);
  const taxed = classes.filter(({ code }) => code !== "exempt");
  return renderPage(
    c,
    { title, status: errors.length === 0 ? 200 : 422, styles: ["product"] },
    <>
      <PricingLink />
      <h1>{title}</h1>
      <ErrorSummary heading="The tax rate was not saved" errors={errors} />
      <SettingsForm path={new URL(c.req.url).pathname} base={base} formKey={formKey} what="tax rate">
        {fields.text("name", { required: true, maxlength: 100, hint: "As on documents: VAT, NY state tax" })}
        {fields.select(
          "taxClassCode",
          taxed.map(({ code, name }) => ({ value: code, label: name })),
        )}
        {fields.text("countryCode", { required: true, maxlength: 2, hint: "For example DE" })}
        {fields.text("region", { hint: "Empty for all regions" })}
        {fields.text("postalCodePrefix", { hint: "Empty for all postal codes" })}
        {fields.text("ratePpm", { required: true, hint: "For example 21 or 8.875" })}
        {fields.checkbox("combinable")}
        {fields.time("startsAt")}
        {fields.time("endsAt")}
      </SettingsForm>
      {deletion !== undefined && (
        <p>
          <a href={deletion}>Delete tax rate</a>
        </p>
      )}
    </>,
  );
}

/** The form for a tax rate that does not exist yet. */
export function newTaxRate(c: PageContext): Promise<Response> {
  return renderNew(c, { draft: blank, base: undefined, errors: [] });
}

async function renderNew(c: PageContext, settings: Settings): Promise<Response> {
  const { taxClasses } = await askPersonal(c, TaxClassesDocument, {});
  return render(c, { title: "New tax rate", settings, classes: taxClasses });
}

/** Creates a tax rate, once for a form that is sent again. Another form with the same values leads to the rate that exists: two would double the tax. */
export async function submitNewTaxRate(c: PageContext): Promise<Response> {
  const sent = readSettings(await readForm(c), labels);
  const { input, errors } = toInput(sent.draft);
  if (errors.length > 0) return renderNew(c, { ...sent, errors });
  const { countryCode, taxClassCode } = input;
  const { taxRates } = await askPersonal(c, TaxRatesOfCountryDocument, { countryCode, taxClassCode });
  const same = taxRates.edges.find(({ node }) => nameOf(toInput(toDraft(node)).input) === nameOf(input));
  if (same !== undefined) return redirectWithMessage(c, `${rates}/${same.node.id}`, "This tax rate exists.");
  const created = { ...input, idempotencyKey: sent.formKey || null };
  const { userErrors } = (await askPersonal(c, CreateTaxRateDocument, { input: created })).createTaxRate;
  if (userErrors.length > 0) return renderNew(c, withUserErrors(sent, userErrors));
  return redirectWithMessage(c, "/pricing", "The tax rate was created.");
}

/** The form of a tax rate. */
export function taxRate(c: PageContext): Promise<Response> {
  return renderRate(c, undefined);
}

async function load(c: PageContext) {
  const { node, taxClasses } = await askPersonal(c, TaxRatePageDocument, { id: c.req.param("id") ?? "" });
  if (node?.__typename !== "TaxRate") throw new PageNotFound();
  return { rate: node, classes: taxClasses, path: `${rates}/${node.id}` };
}

async function renderRate(c: PageContext, sent: Settings | undefined): Promise<Response> {
  const { rate, classes, path } = await load(c);
  const settings = sent ?? toSettings(toDraft(rate));
  return render(c, { title: rate.name, settings, classes, deletion: `${path}/delete` });
}

export async function submitTaxRate(c: PageContext): Promise<Response> {
  const sent = readSettings(await readForm(c), labels);
  const { errors } = toInput(sent.draft);
  if (errors.length > 0) return renderRate(c, { ...sent, errors });
  const id = c.req.param("id") ?? "";
  const changes = findSettingsChanges(sent, (draft) => toInput(draft).input);
  if (changes === undefined) return redirectWithMessage(c, `${rates}/${id}`, "Nothing was changed.");
  const update = { id, ...changes };
  const { userErrors } = (await askPersonal(c, UpdateTaxRateDocument, { input: update })).updateTaxRate;
  if (userErrors.length > 0) return renderRate(c, withUserErrors(sent, userErrors));
  return redirectWithMessage(c, `${rates}/${id}`, "The tax rate was saved.");
}

/** Asks whether to delete a tax rate. */
export function confirmDeletion(c: PageContext): Promise<Response> {
  return renderConfirmation(c, []);
}

async function renderConfirmation(c: PageContext, errors: readonly UserError[]): Promise<Response> {
  const { rate, path } = await load(c);
  const consequence = `New orders in ${rate.countryCode} are charged without it. Placed orders keep it.`;
  return renderDeletion(c, { what: "tax rate", name: rate.name, consequence, path, errors });
}

export async function removeTaxRate(c: PageContext): Promise<Response> {
  const id = c.req.param("id") ?? "";
  const { userErrors } = (await askPersonal(c, DeleteTaxRateDocument, { id })).deleteTaxRate;
  if (userErrors.length > 0) return renderConfirmation(c, userErrors);
  return redirectWithMessage(c, "/pricing", "The tax rate was deleted.");
}

/** Returns the same text for equal rates. The API stores regions and postal codes in upper case. */
function nameOf(input: object): string {
  return JSON.stringify(input).toUpperCase();
}
