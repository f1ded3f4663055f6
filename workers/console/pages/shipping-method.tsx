import { askPersonal } from "../../kit/pages/ask.ts";
import { ErrorSummary } from "../../kit/pages/error-summary.tsx";
import { type FormValues, readForm, toInputId, type UserError } from "../../kit/pages/form.ts";
import { PageNotFound } from "../../kit/pages/http-errors.ts";
import { type ShippingMethodInput, UpdateShippingZoneDocument } from "../documents.generated.ts";
import { renderDeletion } from "../parts/deletion-page.tsx";
import { type DraftError, parseFlatDraft, readFlatDraft } from "../parts/flat-draft.ts";
import { type RateField, toMethodDraft, toMethodFields, toMethodInput, toRateField } from "../parts/method-draft.ts";
import { MethodForm } from "../parts/method-form.tsx";
import { renderPage } from "../parts/page.tsx";
import { type Settings, toSettings } from "../parts/settings-form.tsx";
import { redirectWithMessage } from "../server/flash.ts";
import type { PageContext } from "../server/page-context.ts";
import { loadZone } from "./shipping-zone.tsx";

/** The code of a method in the path of one that does not exist yet. */
const newCode = "new";

/** The form of a shipping method with its rates. */
export function method(c: PageContext): Promise<Response> {
  return renderMethod(c, undefined);
}

/** Returns the zone of the path, with the place of the method in it. -1 for a new one. */
async function load(c: PageContext) {
  const { found, classes, path } = await loadZone(c);
  const code = c.req.param("code") ?? "";
  const index = found.methods.findIndex((known) => known.code === code);
  if (index === -1 && code !== newCode) throw new PageNotFound();
  return { zone: found, index, classes, zonePath: path, path: `${path}/methods/${code}` };
}

async function renderMethod(c: PageContext, sent: Settings | undefined): Promise<Response> {
  const { zone, index, classes, zonePath, path } = await load(c);
  const known = zone.methods[index];
  const draft = toMethodDraft(known);
  const settings = sent ?? (known === undefined ? { draft, base: undefined, errors: [] } : toSettings(draft));
  const title = `${zone.name}: ${known?.name ?? "new method"}`;
  return renderPage(
    c,
    { title, status: settings.errors.length === 0 ? 200 : 422, styles: ["product"] },
    <>
      <p>
        <a href={zonePath}>{zone.name}</a>
      </p>
      <h1>{title}</h1>
      <ErrorSummary heading="The method was not saved" errors={settings.errors} />
      <MethodForm path={path} settings={settings} classes={classes} />
      {known !== undefined && (
        <p>
          <a href={`${path}/delete`}>Delete method</a>
        </p>
      )}
    </>,
  );
}

function readMethod(form: FormValues): Settings {
  let rates = 0;
  while (form.has(toRateField(rates, "price"))) rates++;
  const names = toMethodFields(rates);
  return { draft: readFlatDraft(form, names), base: parseFlatDraft(form.get("base"), names), errors: [] };
}

/**
 * Saves a method. The API replaces all methods of a zone, so the others are sent as they are now. If someone else has
 * changed this one since the form was loaded, nothing is saved.
 */
export async function submitMethod(c: PageContext): Promise<Response> {
  const sent = readMethod(await readForm(c));
  const { zone, index, zonePath } = await load(c);
  const { input, rows, errors } = toMethodInput(sent.draft);
  if (errors.length > 0) return renderMethod(c, { ...sent, errors });
  const now = toMethodDraft(zone.methods[index]);
  if (sent.base !== undefined && JSON.stringify(toMethodInput(sent.base)) !== JSON.stringify(toMethodInput(now))) {
    const text = "Someone else has changed the method since you opened it. Open it again to see how it is now.";
    return renderMethod(c, { ...sent, errors: [{ text }] });
  }
  const all = zone.methods.map((other) => toMethodInput(toMethodDraft(other)).input);
  const methods = index === -1 ? [...all, input] : all.with(index, input);
  const userErrors = await save(c, zone.etag, methods);
  if (userErrors.length > 0) {
    return renderMethod(c, { ...sent, errors: userErrors.map((error) => toDraftError(error, rows)) });
  }
  return redirectWithMessage(c, zonePath, "The method was saved.");
}

/** Saves the methods of a zone that is still as the etag says: methods that someone else adds meanwhile are not lost. */
async function save(
  c: PageContext,
  etag: string,
  methods: readonly ShippingMethodInput[],
): Promise<readonly UserError[]> {
  const input = { id: c.req.param("id") ?? "", etag, methods: [...methods] };
  return (await askPersonal(c, UpdateShippingZoneDocument, { input })).updateShippingZone.userErrors;
}

/** Returns an error of the API with the id of the input that it is about: the rate in its row of the form. */
function toDraftError(error: UserError, rows: readonly number[]): DraftError {
  const field = error.field ?? [];
  const rate = rows[Number(field[field.indexOf("rates") + 1])];
  const name = toInputId(error);
  const isRate = field.includes("rates") && rate !== undefined;
  return { text: error.message, inputId: isRate ? toRateField(rate, toRateColumn(name)) : name };
}

function toRateColumn(name: string | undefined): RateField {
  const columns = ["fromWeightGrams", "toWeightGrams", "fromAmount", "toAmount"] as const;
  return columns.find((column) => column === name) ?? "price";
}

/** Asks whether to delete a method. */
export function confirmMethodDeletion(c: PageContext): Promise<Response> {
  return renderConfirmation(c, []);
}

async function renderConfirmation(c: PageContext, errors: readonly UserError[]): Promise<Response> {
  const { zone, index, path } = await load(c);
  const known = zone.methods[index];
  if (known === undefined) throw new PageNotFound();
  const consequence = "New orders cannot choose it. Placed orders keep it.";
  return renderDeletion(c, { what: "method", name: known.name, consequence, path, errors });
}

export async function removeMethod(c: PageContext): Promise<Response> {
  const { zone, index, zonePath } = await load(c);
  const methods = zone.methods
    .filter((_, at) => at !== index)
    .map((other) => toMethodInput(toMethodDraft(other)).input);
  const userErrors = await save(c, zone.etag, methods);
  if (userErrors.length > 0) return renderConfirmation(c, userErrors);
  return redirectWithMessage(c, zonePath, "The method was deleted.");
}
