import { askPersonal } from "../../kit/pages/ask.ts";
import { ErrorSummary } from "../../kit/pages/error-summary.tsx";
import { Field } from "../../kit/pages/field.tsx";
import { readForm, toInputId, type UserError } from "../../kit/pages/form.ts";
import { PageNotFound } from "../../kit/pages/http-errors.ts";
import {
  CreatePriceListDocument,
  DeletePriceListDocument,
  NewPriceListDocument,
  type NewPriceListQuery,
  PriceListPageDocument,
  SetPriceListPricesDocument,
  UpdatePriceListDocument,
} from "../documents.generated.ts";
import { renderDeletion } from "../parts/deletion-page.tsx";
import { createDraftFields } from "../parts/draft-fields.tsx";
import { FilterForm } from "../parts/filter-form.tsx";
import type { DraftError } from "../parts/flat-draft.ts";
import { renderPage } from "../parts/page.tsx";
import { Pager } from "../parts/pager.tsx";
import {
  blankPriceList,
  priceListLabels,
  priceListTypes,
  toPriceListDraft,
  toPriceListInput,
} from "../parts/price-list-draft.ts";
import { type PriceRow, readPriceRows, toPriceChanges, toPriceRows } from "../parts/price-rows.ts";
import { PriceRows } from "../parts/price-rows-table.tsx";
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

const lists = "/pricing/lists";
const styles = ["product"];

/** The form for a price list that does not exist yet. */
export function newPriceList(c: PageContext): Promise<Response> {
  return renderNew(c, { draft: blankPriceList, base: undefined, errors: [] });
}

async function renderNew(c: PageContext, settings: Settings): Promise<Response> {
  const choices = await askPersonal(c, NewPriceListDocument, {});
  return renderPage(
    c,
    { title: "New price list", status: settings.errors.length === 0 ? 200 : 422, styles },
    <>
      <PricingLink />
      <h1>New price list</h1>
      <ErrorSummary heading="The price list was not created" errors={settings.errors} />
      <PriceListForm path={`${lists}/new`} settings={settings} choices={choices} />
    </>,
  );
}

export async function submitNewPriceList(c: PageContext): Promise<Response> {
  const sent = readSettings(await readForm(c), priceListLabels);
  const { input, errors } = toPriceListInput(sent.draft);
  if (errors.length > 0) return renderNew(c, { ...sent, errors });
  const { priceList, userErrors } = (await askPersonal(c, CreatePriceListDocument, { input })).createPriceList;
  if (priceList === null) return renderNew(c, withUserErrors(sent, userErrors));
  return redirectWithMessage(c, `${lists}/${priceList.id}`, "The price list was created. Add its prices.");
}

interface PriceListFormProps {
  readonly path: string;
  readonly settings: Settings;
  readonly choices: NewPriceListQuery;
}

function PriceListForm({ path, settings: { draft, base, errors }, choices }: PriceListFormProps) {
  const fields = createDraftFields(draft, errors, priceListLabels);
  const toChoice = ({ id, name }: { readonly id: string; readonly name: string }) => ({ value: id, label: name });
  return (
    <SettingsForm path={path} base={base} what="price list">
      <div class="panels">
        <div class="panel">
          {fields.text("name", { required: true, maxlength: 100 })}
          {fields.text("slug", { required: true, maxlength: 100, hint: "Lowercase a-z, digits and hyphens" })}
          {fields.select("type", priceListTypes)}
          {fields.text("priority", { hint: "Of several lists that apply, the highest wins" })}
        </div>
        <div class="panel">
          {fields.checkbox("active")}
          {fields.time("startsAt")}
          {fields.time("endsAt")}
        </div>
        <div class="panel">
          {fields.choices("marketIds", choices.markets.map(toChoice))}
          {fields.choices("customerGroupIds", choices.customerGroups.map(toChoice))}
          <p class="quiet">Without a choice, it applies to all.</p>
        </div>
      </div>
    </SettingsForm>
  );
}

interface Sent {
  readonly settings?: Settings;
  readonly rows?: readonly PriceRow[];
  readonly errors?: readonly DraftError[];
}

/** A price list: its settings, and its prices by SKU. */
export function priceList(c: PageContext): Promise<Response> {
  return renderPriceList(c, {});
}

async function load(c: PageContext) {
  const id = c.req.param("id") ?? "";
  const sku = c.req.query("sku")?.trim() ?? "";
  const variables = { id, after: c.req.query("after") ?? null, sku: sku === "" ? null : sku };
  const { node, ...choices } = await askPersonal(c, PriceListPageDocument, variables);
  if (node?.__typename !== "PriceList") throw new PageNotFound();
  return { list: node, choices, path: `${lists}/${id}`, sku };
}

async function renderPriceList(c: PageContext, sent: Sent): Promise<Response> {
  const { list, choices, path, sku } = await load(c);
  const settings = sent.settings ?? toSettings(toPriceListDraft(list));
  const errors = [...settings.errors, ...(sent.errors ?? [])];
  return renderPage(
    c,
    { title: list.name, status: errors.length === 0 ? 200 : 422, styles },
    <>
      <PricingLink />
      <h1>{list.name}</h1>
      <ErrorSummary heading="Nothing was changed" errors={errors} />
      <PriceListForm path={path} settings={settings} choices={choices} />
      <h2>Prices</h2>
      <FilterForm context={c} fields={["sku"]} label="Search">
        <Field name="sku" type="search" label="SKU" value={sku} maxlength={64} />
      </FilterForm>
      <form method="post" action={`${path}/prices`} class="stack product">
        <PriceRows rows={sent.rows ?? toPriceRows(list.prices.edges.map(({ node }) => node))} errors={errors} />
        <p class="quiet">An empty price removes the row. A line has the price with the most units that it reaches.</p>
        <p class="actions">
          <button type="submit">Save prices</button>
        </p>
      </form>
      <Pager context={c} pageInfo={list.prices.pageInfo} />
      <p>
        <a href={`${path}/delete`}>Delete price list</a>
      </p>
    </>,
  );
}

export async function submitPriceList(c: PageContext): Promise<Response> {
  const sent = readSettings(await readForm(c), priceListLabels);
  const { errors } = toPriceListInput(sent.draft);
  if (errors.length > 0) return renderPriceList(c, { settings: { ...sent, errors } });
  const id = c.req.param("id") ?? "";
  const changes = findSettingsChanges(sent, (draft) => toPriceListInput(draft).input);
  if (changes === undefined) return redirectWithMessage(c, `${lists}/${id}`, "Nothing was changed.");
  const { userErrors } = (await askPersonal(c, UpdatePriceListDocument, { input: { id, ...changes } })).updatePriceList;
  if (userErrors.length > 0) return renderPriceList(c, { settings: withUserErrors(sent, userErrors) });
  return redirectWithMessage(c, `${lists}/${id}`, "The price list was saved.");
}

export async function submitPrices(c: PageContext): Promise<Response> {
  const rows = readPriceRows(await readForm(c));
  const { changes, errors } = toPriceChanges(rows);
  if (errors.length > 0) return renderPriceList(c, { rows, errors });
  const priceListId = c.req.param("id") ?? "";
  if (changes.length === 0) return redirectWithMessage(c, `${lists}/${priceListId}`, "Nothing was changed.");
  const input = { priceListId, prices: changes.map(({ price }) => price) };
  const { userErrors } = (await askPersonal(c, SetPriceListPricesDocument, { input })).setPriceListPrices;
  if (userErrors.length > 0) {
    const toError = (error: UserError): DraftError => {
      const change = changes[Number(error.field?.find((name) => /^\d+$/.test(name)) ?? -1)];
      const name = toInputId(error)?.replace("amountMinor", "amount");
      return { text: error.message, inputId: change && `price.${change.index}.${name}` };
    };
    return renderPriceList(c, { rows, errors: userErrors.map(toError) });
  }
  return redirectWithMessage(c, `${lists}/${priceListId}`, `${changes.length} prices were changed.`);
}

/** Asks whether to delete a price list. */
export function confirmDeletion(c: PageContext): Promise<Response> {
  return renderConfirmation(c, []);
}

async function renderConfirmation(c: PageContext, errors: readonly UserError[]): Promise<Response> {
  const { list, path } = await load(c);
  return renderDeletion(c, {
    what: "price list",
    name: list.name,
    consequence: "The list and its prices are deleted, and a sale ends. Placed orders keep their prices.",
    path,
    errors,
  });
}

export async function removePriceList(c: PageContext): Promise<Response> {
  const id = c.req.param("id") ?? "";
  const { userErrors } = (await askPersonal(c, DeletePriceListDocument, { id })).deletePriceList;
  if (userErrors.length > 0) return renderConfirmation(c, userErrors);
  return redirectWithMessage(c, "/pricing", "The price list was deleted.");
}
