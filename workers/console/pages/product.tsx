import { askPersonal } from "../../kit/pages/ask.ts";
import { ErrorSummary } from "../../kit/pages/error-summary.tsx";
import { type FormValues, readForm, type UserError } from "../../kit/pages/form.ts";
import { PageNotFound } from "../../kit/pages/http-errors.ts";
import {
  CreateProductDocument,
  DeleteProductDocument,
  NewProductDocument,
  ProductPageDocument,
  type ProductPageQuery,
  RestoreProductDocument,
  UpdateProductDocument,
} from "../documents.generated.ts";
import { ActionForm } from "../parts/action-form.tsx";
import { toCategoryOptions } from "../parts/category-options.ts";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { DefinitionList } from "../parts/definition-list.tsx";
import { ConflictForm, type Loaded } from "../parts/differences.tsx";
import { renderPage } from "../parts/page.tsx";
import { Pager } from "../parts/pager.tsx";
import { findChangedFields, findConflicts, mergeDrafts } from "../parts/product-conflict.ts";
import {
  blankAttribute,
  blankDraft,
  blankMedia,
  blankVariant,
  type ProductDraft,
  parseDraft,
  readDraft,
  readOptionNames,
  toDraft,
  toOptionNames,
  toProductInput,
  withoutBlanks,
} from "../parts/product-draft.ts";
import { ProductForm } from "../parts/product-form.tsx";
import { toWords } from "../parts/status-badge.tsx";
import { Time } from "../parts/time.tsx";
import { UserErrors } from "../parts/user-errors.tsx";
import { redirectWithMessage } from "../server/flash.ts";
import type { PageContext } from "../server/page-context.ts";

type Product = NonNullable<ProductPageQuery["product"]>;
type Change = Product["changes"]["edges"][number]["node"];

const newPath = "/products/new";
const styles = ["product"];

/** What the editor shows. */
interface Editor {
  readonly draft: ProductDraft;
  readonly optionNames: readonly string[];
  /** The product as the form was loaded. Undefined for a new one. */
  readonly loaded: Loaded<ProductDraft> | undefined;
}

type Errors = readonly { readonly text: string; readonly inputId?: string | undefined }[];

/** The form for a product that does not exist yet. */
export async function newProduct(c: PageContext): Promise<Response> {
  return renderNew(c, { draft: blankDraft, optionNames: [], loaded: undefined }, []);
}

async function renderNew(c: PageContext, editor: Editor, errors: Errors): Promise<Response> {
  const { categories } = await askPersonal(c, NewProductDocument, {});
  return renderPage(
    c,
    { title: "New product", status: errors.length === 0 ? 200 : 422, styles },
    <>
      <Parent />
      <h1>New product</h1>
      <ErrorSummary heading="The product was not created" errors={errors} />
      <ProductForm {...editor} path={newPath} variants={[]} categories={toCategoryOptions(categories)} />
    </>,
  );
}

const Parent = () => (
  <p>
    <a href="/products">Products</a>
  </p>
);

export async function submitNewProduct(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const editor = readEditor(form);
  const changed = changeRows(form, editor);
  if (changed !== undefined) return renderNew(c, changed, []);
  const { input, errors } = toProductInput(editor.draft);
  const filled = { ...editor, draft: withoutBlanks(editor.draft) };
  if (errors.length > 0) return renderNew(c, filled, errors);
  const { product: created, userErrors } = (await askPersonal(c, CreateProductDocument, { input })).createProduct;
  if (created === null) return renderNew(c, filled, userErrors.map(toDraftError));
  return redirectWithMessage(c, `/products/${created.id}`, "The product was created.");
}

/** The editor of a product, its history, and what was sold of it. */
export async function product(c: PageContext): Promise<Response> {
  return renderProduct(c, undefined, []);
}

async function loadProduct(c: PageContext): Promise<ProductPageQuery> {
  const id = c.req.param("id") ?? "";
  if (!id.startsWith("prd_")) throw new PageNotFound();
  return askPersonal(c, ProductPageDocument, { id, after: c.req.query("after") ?? null });
}

async function renderProduct(c: PageContext, sent: Editor | undefined, errors: Errors): Promise<Response> {
  const { product: found, categories } = await loadProduct(c);
  const path = `/products/${c.req.param("id")}`;
  if (found === null && sent === undefined) return renderAbsent(c, []);
  const editor = sent ?? toEditor(found as Product);
  const options = toCategoryOptions(categories);
  const deeper = found?.categories.filter(({ id }) => options.every((option) => option.id !== id)) ?? [];
  return renderPage(
    c,
    { title: found?.name ?? editor.draft.name, status: errors.length === 0 ? 200 : 422, styles },
    <>
      <Parent />
      <h1>{found?.name ?? editor.draft.name}</h1>
      <ErrorSummary heading="The product was not saved" errors={errors} />
      {found !== null && <Facts product={found} />}
      <ProductForm
        {...editor}
        path={path}
        variants={found?.variants ?? []}
        categories={[...options, ...deeper.map(({ id, name }) => ({ id, label: name }))]}
      />
      {found !== null && (
        <>
          <div>
            <h2>Changes</h2>
            <DataTable
              caption="Changes"
              columns={toChangeColumns(c)}
              rows={found.changes.edges.map(({ node }) => node)}
              keyOf={({ id }) => id}
              empty="No change was recorded in the last 400 days."
            />
            <Pager context={c} pageInfo={found.changes.pageInfo} />
          </div>
          <div>
            <h2>Delete</h2>
            <p>The product goes off sale. Its orders remain, and it can be restored.</p>
            <ActionForm action={`${path}/delete`} label="Delete product" isDangerous />
          </div>
        </>
      )}
    </>,
  );
}

function Facts({ product: { unitsSold, createdAt, updatedAt } }: { readonly product: Product }) {
  return (
    <DefinitionList
      items={[
        { term: "Units sold", value: unitsSold },
        { term: "Created (UTC)", value: <Time at={createdAt} /> },
        { term: "Updated (UTC)", value: <Time at={updatedAt} /> },
      ]}
    />
  );
}

function toChangeColumns(c: PageContext): readonly Column<Change>[] {
  return [
    { id: "at", label: "Time (UTC)", cell: ({ at }) => <Time at={at} /> },
    { id: "fields", label: "Changed", cell: ({ fields }) => fields.map(toWords).join(", ") },
    {
      id: "actor",
      label: "By",
      cell: ({ actor }) => {
        const path = `/customers/${actor.replace(/^account:/, "")}`;
        return actor.startsWith("account:") && c.var.mayOpen(path) ? <a href={path}>{actor}</a> : actor;
      },
    },
  ];
}

/** A product that never existed looks the same as a deleted one. */
function renderAbsent(c: PageContext, errors: readonly UserError[]): Response {
  return renderPage(
    c,
    { title: "Deleted product", status: errors.length === 0 ? 404 : 422 },
    <>
      <Parent />
      <h1>This product is deleted or does not exist</h1>
      <UserErrors heading="The product was not restored" errors={errors} />
      <p>If it was deleted, it can be on sale again, with the variants and the stock that it had.</p>
      <ActionForm action={`/products/${c.req.param("id")}/restore`} label="Restore product" />
    </>,
  );
}

/** Saves a product, adds or removes a row of its form, or continues with what a person chose after a conflict. */
export async function submitProduct(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const editor = readEditor(form);
  const changed = changeRows(form, editor);
  if (changed !== undefined) return renderProduct(c, changed, []);
  if (form.get("then") === "edit") return renderProduct(c, editor, []);
  const { draft, loaded } = editor;
  const filled = { ...editor, draft: withoutBlanks(draft) };
  const { input, errors } = toProductInput(draft);
  if (errors.length > 0) return renderProduct(c, filled, errors);
  const id = c.req.param("id") ?? "";
  const fields = findChangedFields(draft, loaded?.base ?? blankDraft);
  if (fields.size === 0) return redirectWithMessage(c, `/products/${id}`, "Nothing was changed.");
  const changes = Object.fromEntries(Object.entries(input).filter(([name]) => fields.has(name)));
  const update = { id, etag: loaded?.etag ?? "", ...changes };
  const { userErrors } = (await askPersonal(c, UpdateProductDocument, { input: update })).updateProduct;
  if (userErrors.some(({ code }) => code === "CONFLICT")) return renderConflict(c, filled);
  if (userErrors.length > 0) return renderProduct(c, filled, userErrors.map(toDraftError));
  return redirectWithMessage(c, `/products/${id}`, "The product was saved.");
}

/** Shows what differs between the form and the product, which someone else has changed. */
async function renderConflict(c: PageContext, editor: Editor): Promise<Response> {
  const { product: found, categories } = await loadProduct(c);
  if (found === null) return renderProduct(c, editor, [{ text: "The product was deleted in the meantime" }]);
  const now = toDraft(found);
  const names = new Map([
    ...found.categories.map(({ id, name }) => [id, name] as const),
    ...toCategoryOptions(categories).map(({ id, label }) => [id, label] as const),
  ]);
  const differences = findConflicts(editor.draft, now, editor.loaded?.base ?? now, names);
  const path = `/products/${found.id}`;
  return renderPage(
    c,
    { title: found.name, status: 409, styles },
    <>
      <Parent />
      <h1>{found.name}</h1>
      <ErrorSummary
        heading="The product was not saved yet"
        errors={[{ text: "It was changed since you opened it. Choose for each field which value it should have." }]}
      />
      <ConflictForm
        path={path}
        draft={editor.draft}
        loaded={{ etag: found.etag, base: now }}
        differences={differences}
      />
    </>,
  );
}

function toEditor(found: Product): Editor {
  const draft = toDraft(found);
  return { draft, optionNames: toOptionNames(draft), loaded: { etag: found.etag, base: draft } };
}

/** Reads the form of the editor, or the choices after a conflict. */
function readEditor(form: FormValues): Editor {
  const base = parseDraft(form.get("base"));
  const loaded = base === undefined ? undefined : { etag: form.get("etag"), base };
  const carried = parseDraft(form.get("draft"));
  if (carried === undefined || base === undefined) {
    return { draft: readDraft(form), optionNames: readOptionNames(form), loaded };
  }
  const draft = mergeDrafts(carried, base, form.byPrefix("keep."));
  return { draft, optionNames: toOptionNames(draft), loaded };
}

/** Returns the form with one more or one less row if a button for that sent it. */
function changeRows(form: FormValues, editor: Editor): Editor | undefined {
  const { draft, optionNames } = editor;
  if (form.has("remove")) {
    const index = Number(form.get("remove"));
    return { ...editor, draft: { ...draft, variants: draft.variants.filter((_, at) => at !== index) } };
  }
  switch (form.get("add")) {
    case "attribute":
      return { ...editor, draft: { ...draft, attributes: [...draft.attributes, blankAttribute] } };
    case "media":
      return { ...editor, draft: { ...draft, media: [...draft.media, blankMedia] } };
    case "variant":
      return { ...editor, draft: { ...draft, variants: [...draft.variants, blankVariant] } };
    case "option":
      return { ...editor, optionNames: [...optionNames, ""] };
    default:
      return undefined;
  }
}

/** Inputs that have another name than the field of the API. */
const inputsOfVariants = { basePrices: "otherPrices", media: "pictures" };

/** Returns an error of the API with the id of the input that it is about: `variant.0.price` for `input.variants.0.price`. */
function toDraftError({ field, message }: UserError): Errors[number] {
  const [list = "", index, name] = (field ?? []).filter((part) => part !== "input");
  if (index === undefined) return { text: message, ...(list === "" ? {} : { inputId: list }) };
  const row = `${list === "media" ? list : list.slice(0, -1)}.${index}`;
  const column = name ?? { attributes: "name", media: "url" }[list] ?? "sku";
  const inputs: Readonly<Record<string, string>> = list === "variants" ? inputsOfVariants : {};
  return { text: message, inputId: `${row}.${inputs[column] ?? column}` };
}

export async function removeProduct(c: PageContext): Promise<Response> {
  const id = c.req.param("id") ?? "";
  const { userErrors } = (await askPersonal(c, DeleteProductDocument, { id })).deleteProduct;
  if (userErrors.length > 0) return renderProduct(c, undefined, userErrors.map(toDraftError));
  return redirectWithMessage(c, `/products/${id}`, "The product was deleted.");
}

export async function restoreProduct(c: PageContext): Promise<Response> {
  const id = c.req.param("id") ?? "";
  const { userErrors } = (await askPersonal(c, RestoreProductDocument, { id })).restoreProduct;
  if (userErrors.length > 0) return renderAbsent(c, userErrors);
  return redirectWithMessage(c, `/products/${id}`, "The product is on sale again.");
}
