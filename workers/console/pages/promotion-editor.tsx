import { askPersonal } from "../../kit/pages/ask.ts";
import { ErrorSummary } from "../../kit/pages/error-summary.tsx";
import { type FormValues, keyAfter, readForm, toInputId, type UserError } from "../../kit/pages/form.ts";
import { PageNotFound } from "../../kit/pages/http-errors.ts";
import {
  CreatePromotionDocument,
  DeletePromotionDocument,
  DeletePromotionPageDocument,
  EditPromotionDocument,
  GoodsNamesDocument,
  NewPromotionDocument,
  type NewPromotionQuery,
  PickProductsDocument,
  UpdatePromotionDocument,
} from "../documents.generated.ts";
import { toCategoryOptions } from "../parts/category-options.ts";
import { renderConflict } from "../parts/conflict-page.tsx";
import { renderDeletion } from "../parts/deletion-page.tsx";
import type { Loaded } from "../parts/differences.tsx";
import { type DraftError, type FlatDraft, findDifferences, pickChanges, readLoadedDraft } from "../parts/flat-draft.ts";
import { renderPage } from "../parts/page.tsx";
import type { FoundProducts } from "../parts/product-picker.tsx";
import { addPicked, findSelectedGoods, readProductSearch } from "../parts/product-search.ts";
import {
  blankPromotion,
  promotionFields,
  promotionLabels,
  toPromotionDraft,
  toPromotionInput,
  toTerms,
} from "../parts/promotion-draft.ts";
import { type PromotionChoices, PromotionForm } from "../parts/promotion-form.tsx";
import { describePromotion } from "../parts/promotion-preview.ts";
import { redirectWithMessage } from "../server/flash.ts";
import type { PageContext } from "../server/page-context.ts";

const newPath = "/promotions/new";
const styles = ["product"];

/** What the editor shows. */
interface Editor {
  readonly draft: FlatDraft;
  /** The promotion as the form was loaded. Undefined for a new one. */
  readonly loaded: Loaded<FlatDraft> | undefined;
  /** The idempotency key of a form that was sent. */
  readonly formKey?: string;
  readonly errors: readonly DraftError[];
  /** Whether the page says what the promotion would do. */
  readonly isPreview?: boolean;
  /** What a search for goods has found. */
  readonly found?: FoundProducts;
}

type SentEditor = Pick<Editor, "draft" | "loaded" | "formKey">;

/** The form for a promotion that does not exist yet. */
export async function newPromotion(c: PageContext): Promise<Response> {
  return renderNew(c, { draft: blankPromotion, loaded: undefined, errors: [] });
}

async function renderNew(c: PageContext, editor: Editor): Promise<Response> {
  const choices = toChoices(await askPersonal(c, NewPromotionDocument, {}));
  return renderEditor(c, editor, { title: "New promotion", path: newPath, choices });
}

export async function submitNewPromotion(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const editor = readEditor(form);
  const picking = await pickProducts(c, form, editor);
  if (picking !== undefined) return renderNew(c, picking);
  const { draft, formKey = "" } = editor;
  const { input, errors } = toPromotionInput(draft);
  if (form.get("then") === "preview" || errors.length > 0) {
    return renderNew(c, { ...editor, errors, isPreview: true });
  }
  const created = { ...input, idempotencyKey: formKey || null };
  const { createPromotion } = await askPersonal(c, CreatePromotionDocument, { input: created });
  const { promotion, userErrors } = createPromotion;
  if (promotion === null) {
    return renderNew(c, {
      draft,
      loaded: undefined,
      formKey: keyAfter(userErrors, formKey),
      errors: userErrors.map(toDraftError),
    });
  }
  return redirectWithMessage(c, `/promotions/${promotion.id}`, "The promotion is a draft until it is activated.");
}

/** The form of a promotion. */
export async function editPromotion(c: PageContext): Promise<Response> {
  return renderEdit(c, undefined);
}

async function load(c: PageContext) {
  const found = await askPersonal(c, EditPromotionDocument, { id: getId(c) });
  if (found.promotion === null) throw new PageNotFound();
  return { ...found, promotion: found.promotion };
}

async function renderEdit(c: PageContext, sent: Editor | undefined): Promise<Response> {
  const { promotion, ...choices } = await load(c);
  const draft = toPromotionDraft(promotion);
  const editor = sent ?? { draft, loaded: { etag: promotion.etag, base: draft }, errors: [] };
  return renderEditor(c, editor, {
    title: promotion.name,
    path: `/promotions/${promotion.id}/edit`,
    choices: toChoices(choices),
  });
}

interface EditorPage {
  readonly title: string;
  readonly path: string;
  readonly choices: PromotionChoices;
}

async function renderEditor(c: PageContext, editor: Editor, { title, path, choices }: EditorPage): Promise<Response> {
  const { draft, loaded, formKey, errors, isPreview = false, found } = editor;
  const goodsNames = await readGoodsNames(c, draft);
  return renderPage(
    c,
    { title, status: errors.length === 0 ? 200 : 422, styles },
    <>
      <Parents path={path} />
      <h1>{title}</h1>
      <ErrorSummary heading="The promotion was not saved" errors={errors} />
      {isPreview && errors.length === 0 && (
        <section class="panel" aria-labelledby="preview">
          <h2 id="preview">Preview: not saved yet</h2>
          <p>{describeDraft(draft, choices)}</p>
        </section>
      )}
      <PromotionForm {...{ path, draft, loaded, formKey, choices, errors, found, goodsNames }} />
    </>,
  );
}

const Parents = ({ path }: { readonly path: string }) => (
  <p class="actions">
    <a href="/promotions">Promotions</a>
    {path !== newPath && <a href={path.replace(/\/edit$/, "")}>Uses and codes</a>}
  </p>
);

/** Saves a promotion, shows what it would do, searches for products to add, or continues with what a person chose after a conflict. */
export async function submitPromotion(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const editor = readEditor(form);
  const picking = await pickProducts(c, form, editor);
  if (picking !== undefined) return renderEdit(c, picking);
  const { draft, loaded } = editor;
  const { input, errors } = toPromotionInput(draft);
  const then = form.get("then");
  if (then === "edit") return renderEdit(c, { draft, loaded, errors: [] });
  if (then === "preview" || errors.length > 0) return renderEdit(c, { draft, loaded, errors, isPreview: true });
  const changes = pickChanges(input, toPromotionInput(loaded?.base ?? blankPromotion).input);
  const id = getId(c);
  if (Object.keys(changes).length === 0) return redirectWithMessage(c, `/promotions/${id}`, "Nothing was changed.");
  const update = { id, etag: loaded?.etag ?? "", ...changes };
  const { userErrors } = (await askPersonal(c, UpdatePromotionDocument, { input: update })).updatePromotion;
  if (userErrors.some(({ code }) => code === "CONFLICT")) return showConflict(c, draft, loaded);
  if (userErrors.length > 0) return renderEdit(c, { draft, loaded, errors: userErrors.map(toDraftError) });
  return redirectWithMessage(c, `/promotions/${id}`, "The promotion was saved.");
}

/** Shows what differs between the form and the promotion, which someone else has changed. */
async function showConflict(
  c: PageContext,
  draft: FlatDraft,
  loaded: Loaded<FlatDraft> | undefined,
): Promise<Response> {
  const { promotion, ...rest } = await load(c);
  const now = toPromotionDraft(promotion);
  const goodsNames = await readGoodsNames(c, draft, now);
  const nameOf = toNames(toChoices(rest), goodsNames);
  const differences = findDifferences({ mine: draft, now, base: loaded?.base ?? now }, promotionLabels, nameOf);
  const path = `/promotions/${promotion.id}/edit`;
  return renderConflict(c, {
    title: promotion.name,
    path,
    parents: <Parents path={path} />,
    what: "promotion",
    draft,
    loaded: { etag: promotion.etag, base: now },
    differences,
  });
}

/** Reads the form of the editor, or the choices after a conflict. */
function readEditor(form: FormValues): SentEditor {
  return { ...readLoadedDraft(form, promotionFields), formKey: form.get("idempotencyKey") };
}

/** Returns the editor with the products that the form searches for, and the one that it adds. Undefined for another form. */
async function pickProducts(c: PageContext, form: FormValues, editor: SentEditor): Promise<Editor | undefined> {
  const search = readProductSearch(form);
  if (search === undefined) return undefined;
  if (search.query === "") return { ...editor, errors: [] };
  const { edges } = (await askPersonal(c, PickProductsDocument, { query: search.query })).search;
  const found = { ...search, products: edges.map(({ node }) => node) };
  return { ...editor, draft: addPicked(editor.draft, form.get("pick")), errors: [], found };
}

/** Returns the names of the goods that drafts select, by their ids and SKUs: of a product with its SKUs, of a SKU with its product. */
async function readGoodsNames(c: PageContext, ...drafts: readonly FlatDraft[]): Promise<ReadonlyMap<string, string>> {
  const goods = new Map(drafts.flatMap((draft) => [...findSelectedGoods(draft)]));
  if (goods.size === 0) return new Map();
  const { _entities: found } = await askPersonal(c, GoodsNamesDocument, { references: [...goods.values()] });
  const toName = (node: (typeof found)[number]) => {
    if (node?.__typename === "Product") return [node.name, ...node.variants.map(({ sku }) => sku)].join(", ");
    return node === null ? "Not in the shop" : `${node.product.name}, ${node.name}`;
  };
  return new Map([...goods.keys()].map((entry, index) => [entry, toName(found[index] ?? null)]));
}

function toChoices({ categories, markets, customerGroups }: NewPromotionQuery): PromotionChoices {
  const toChoice = ({ id, name }: { readonly id: string; readonly name: string }) => ({ value: id, label: name });
  return {
    categories: toCategoryOptions(categories).map(({ id, label }) => ({ value: id, label })),
    markets: markets.map(toChoice),
    customerGroups: customerGroups.map(toChoice),
  };
}

/** Returns a function from the id of a category, a market or a group to its name, and from one of goods to both. Other values stay as they are. */
function toNames(
  { categories, markets, customerGroups }: PromotionChoices,
  goodsNames: ReadonlyMap<string, string> = new Map(),
): (id: string) => string {
  const names = new Map([...categories, ...markets, ...customerGroups].map(({ value, label }) => [value, label]));
  return (id) => names.get(id) ?? (goodsNames.has(id) ? `${goodsNames.get(id)} (${id})` : id);
}

function describeDraft(draft: FlatDraft, choices: PromotionChoices): string {
  const lastName = (path: string) => path.split(" / ").at(-1) ?? path;
  const categoryNames = new Map(choices.categories.map(({ value, label }) => [value, lastName(label)]));
  return describePromotion(toTerms(toPromotionInput(draft).input, toNames(choices)), categoryNames);
}

/** Returns an error of the API with the id of the input that it is about. */
function toDraftError(error: UserError): DraftError {
  const field = error.field ?? [];
  const isMinimum = field.includes("conditions") && field.includes("items");
  return { text: error.message, inputId: isMinimum ? "minimumItems" : toInputId(error)?.replace("getItems", "items") };
}

function getId(c: PageContext): string {
  return c.req.param("id") ?? "";
}

/** Asks whether to delete a promotion. */
export function confirmDeletion(c: PageContext): Promise<Response> {
  return renderConfirmation(c, []);
}

async function renderConfirmation(c: PageContext, errors: readonly UserError[]): Promise<Response> {
  const id = getId(c);
  const { promotion } = await askPersonal(c, DeletePromotionPageDocument, { id });
  if (promotion === null) throw new PageNotFound();
  const isUsed = promotion.usageCount + promotion.reservedCount > 0;
  return renderDeletion(c, {
    what: "promotion",
    name: promotion.name,
    consequence: "The promotion and its codes are deleted. They cannot be restored.",
    reason: isUsed ? "Orders use it. Deactivate it instead." : undefined,
    path: `/promotions/${id}`,
    errors,
  });
}

export async function removePromotion(c: PageContext): Promise<Response> {
  const { userErrors } = (await askPersonal(c, DeletePromotionDocument, { id: getId(c) })).deletePromotion;
  if (userErrors.length > 0) return renderConfirmation(c, userErrors);
  return redirectWithMessage(c, "/promotions", "The promotion was deleted.");
}
