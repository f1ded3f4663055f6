import { askPersonal } from "../../kit/pages/ask.ts";
import { ErrorSummary } from "../../kit/pages/error-summary.tsx";
import { readForm, type UserError } from "../../kit/pages/form.ts";
import { PageNotFound } from "../../kit/pages/http-errors.ts";
import {
  CreateShippingZoneDocument,
  DeleteShippingZoneDocument,
  type EditedMethodFragment,
  type EditedZoneFragment,
  ShippingZonePageDocument,
  UpdateShippingZoneDocument,
} from "../documents.generated.ts";
import { renderConflict } from "../parts/conflict-page.tsx";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { renderDeletion } from "../parts/deletion-page.tsx";
import { createDraftFields } from "../parts/draft-fields.tsx";
import { createDraftReader, type FlatDraft, findDifferences } from "../parts/flat-draft.ts";
import { MethodPrice } from "../parts/method-price.tsx";
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

const zones = "/pricing/zones";

const labels = {
  name: "Name",
  slug: "Slug",
  countryCodes: "Countries",
  regions: "Regions",
  postalCodePrefixes: "Postal codes that begin with",
} as const;

function toDraft(zone: EditedZoneFragment): FlatDraft {
  return {
    name: zone.name,
    slug: zone.slug,
    countryCodes: zone.countryCodes.join(", "),
    regions: zone.regions.join(", "),
    postalCodePrefixes: zone.postalCodePrefixes.join(", "),
  };
}

function toInput(draft: FlatDraft) {
  const reader = createDraftReader(draft);
  return {
    name: reader.text("name"),
    slug: reader.text("slug"),
    countryCodes: reader.list("countryCodes").map((code) => code.toUpperCase()),
    regions: reader.list("regions"),
    postalCodePrefixes: reader.list("postalCodePrefixes"),
  };
}

function ZoneForm({ path, settings }: { readonly path: string; readonly settings: Settings }) {
  const { draft, base, etag, errors } = settings;
  const fields = createDraftFields(draft, errors, labels);
  return (
    <SettingsForm path={path} base={base} etag={etag} what="zone">
      {fields.text("name", { required: true, maxlength: 100 })}
      {fields.text("slug", { required: true, maxlength: 100, hint: "Lowercase a-z, digits and hyphens" })}
      {fields.area("countryCodes", { hint: "For example DE, FR. Empty for the rest of the world" })}
      {fields.area("regions", { hint: "Only with one country. Empty for all" })}
      {fields.area("postalCodePrefixes", { hint: "Only with one country. Empty for all" })}
    </SettingsForm>
  );
}

/** The form for a shipping zone that does not exist yet. */
export function newZone(c: PageContext): Response {
  return renderNew(c, { draft: {}, base: undefined, errors: [] });
}

function renderNew(c: PageContext, settings: Settings): Response {
  const { errors } = settings;
  return renderPage(
    c,
    { title: "New shipping zone", status: errors.length === 0 ? 200 : 422, styles: ["product"] },
    <>
      <PricingLink />
      <h1>New shipping zone</h1>
      <ErrorSummary heading="The zone was not created" errors={errors} />
      <ZoneForm path={`${zones}/new`} settings={settings} />
    </>,
  );
}

export async function submitNewZone(c: PageContext): Promise<Response> {
  const sent = readSettings(await readForm(c), labels);
  const input = { ...toInput(sent.draft), methods: [] };
  const { shippingZone, userErrors } = (await askPersonal(c, CreateShippingZoneDocument, { input })).createShippingZone;
  if (shippingZone === null) return renderNew(c, withUserErrors(sent, userErrors));
  return redirectWithMessage(c, `${zones}/${shippingZone.id}`, "The zone was created. Add its methods.");
}

/** A shipping zone: its settings, and its methods. */
export function zone(c: PageContext): Promise<Response> {
  return renderZone(c, undefined);
}

/** Returns the zone of the path with the tax classes that a method can have. Throws PageNotFound without one. */
export async function loadZone(c: PageContext) {
  const { node, taxClasses } = await askPersonal(c, ShippingZonePageDocument, { id: c.req.param("id") ?? "" });
  if (node?.__typename !== "ShippingZone") throw new PageNotFound();
  return { found: node, classes: taxClasses, path: `${zones}/${node.id}` };
}

function toColumns(path: string): readonly Column<EditedMethodFragment>[] {
  return [
    { id: "name", label: "Method", cell: ({ code, name }) => <a href={`${path}/methods/${code}`}>{name}</a> },
    { id: "code", label: "Code", cell: ({ code }) => code },
    {
      id: "price",
      label: "Prices",
      cell: ({ carrier, rates }) => <MethodPrice {...{ carrier, rates }} />,
      isNumeric: true,
    },
  ];
}

async function renderZone(c: PageContext, sent: Settings | undefined): Promise<Response> {
  const { found, path } = await loadZone(c);
  const settings = sent ?? toSettings(toDraft(found), found.etag);
  return renderPage(
    c,
    { title: found.name, status: settings.errors.length === 0 ? 200 : 422, styles: ["product"] },
    <>
      <PricingLink />
      <h1>{found.name}</h1>
      <ErrorSummary heading="The zone was not saved" errors={settings.errors} />
      <DataTable
        caption="Methods"
        columns={toColumns(path)}
        rows={found.methods}
        keyOf={({ code }) => code}
        empty="The zone has no methods: nothing is shipped to it."
      />
      <p>
        <a href={`${path}/methods/new`}>New method</a>
      </p>
      <ZoneForm path={path} settings={settings} />
      <p>
        <a href={`${path}/delete`}>Delete zone</a>
      </p>
    </>,
  );
}

/** Saves a zone, or continues with what a person chose after a conflict. */
export async function submitZone(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const sent = readSettings(form, labels);
  return form.get("then") === "edit" ? renderZone(c, sent) : saveZone(c, sent);
}

async function saveZone(c: PageContext, sent: Settings): Promise<Response> {
  const id = c.req.param("id") ?? "";
  const changes = findSettingsChanges(sent, toInput);
  if (changes === undefined) return redirectWithMessage(c, `${zones}/${id}`, "Nothing was changed.");
  const update = { id, etag: sent.etag ?? null, ...changes };
  const { userErrors } = (await askPersonal(c, UpdateShippingZoneDocument, { input: update })).updateShippingZone;
  if (userErrors.some(({ code }) => code === "CONFLICT")) return resolveConflict(c, sent);
  if (userErrors.length > 0) return renderZone(c, withUserErrors(sent, userErrors));
  return redirectWithMessage(c, `${zones}/${id}`, "The zone was saved.");
}

/** Shows what someone else has changed. Saves the form if that is a method only, which this form does not have. */
async function resolveConflict(c: PageContext, sent: Settings): Promise<Response> {
  const { found, path } = await loadZone(c);
  const { etag } = found;
  const base = toDraft(found);
  const isSame = JSON.stringify(toInput(base)) === JSON.stringify(toInput(sent.base ?? {}));
  if (isSame && etag !== sent.etag) return saveZone(c, { ...sent, etag });
  return renderConflict(c, {
    title: found.name,
    path,
    parents: <PricingLink />,
    what: "zone",
    draft: sent.draft,
    loaded: { etag, base },
    differences: findDifferences({ mine: sent.draft, now: base, base: sent.base ?? base }, labels, (line) => line),
  });
}

/** Asks whether to delete a shipping zone. */
export function confirmDeletion(c: PageContext): Promise<Response> {
  return renderConfirmation(c, []);
}

async function renderConfirmation(c: PageContext, errors: readonly UserError[]): Promise<Response> {
  const { found, path } = await loadZone(c);
  const consequence = "The zone and its methods are deleted. A wider zone applies then, if there is one.";
  return renderDeletion(c, { what: "zone", name: found.name, consequence, path, errors });
}

export async function removeZone(c: PageContext): Promise<Response> {
  const id = c.req.param("id") ?? "";
  const { userErrors } = (await askPersonal(c, DeleteShippingZoneDocument, { id })).deleteShippingZone;
  if (userErrors.length > 0) return renderConfirmation(c, userErrors);
  return redirectWithMessage(c, "/pricing", "The zone was deleted.");
}
