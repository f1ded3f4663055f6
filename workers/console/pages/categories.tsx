import { askPersonal } from "../../kit/pages/ask.ts";
import { Field } from "../../kit/pages/field.tsx";
import { emptyForm, type FormValues, readForm, type UserError } from "../../kit/pages/form.ts";
import { PageNotFound } from "../../kit/pages/http-errors.ts";
import {
  CategoryPageDocument,
  type CategoryPageQuery,
  CategoryTreeDocument,
  CreateCategoryDocument,
  DeleteCategoryDocument,
  MoveCategoryDocument,
  UpdateCategoryDocument,
} from "../documents.generated.ts";
import { ActionForm } from "../parts/action-form.tsx";
import { toCategoryOptions } from "../parts/category-options.ts";
import { CategoryTree } from "../parts/category-tree.tsx";
import { renderPage } from "../parts/page.tsx";
import { SelectField } from "../parts/select-field.tsx";
import { TextArea } from "../parts/text-area.tsx";
import { UserErrors } from "../parts/user-errors.tsx";
import { redirectWithMessage } from "../server/flash.ts";
import type { PageContext } from "../server/page-context.ts";

type Category = NonNullable<CategoryPageQuery["category"]>;

const path = "/categories";
const styles = ["categories"];
const islands = ["category-tree"];
/** The API takes a position beyond the last sibling as the end. */
const end = 1_000_000;
const root = { value: "", label: "No category: it is a root" };

/** The tree of categories, and forms that create and move one. */
export async function categories(c: PageContext): Promise<Response> {
  return renderCategories(c, [], emptyForm);
}

async function renderCategories(c: PageContext, errors: readonly UserError[], form: FormValues): Promise<Response> {
  const { categories: tree } = await askPersonal(c, CategoryTreeDocument, {});
  const options = toCategoryOptions(tree).map(({ id, label }) => ({ value: id, label }));
  return renderPage(
    c,
    { title: "Categories", status: errors.length === 0 ? 200 : 422, styles, islands },
    <>
      <h1>Categories</h1>
      <UserErrors heading="Nothing was changed" errors={errors} />
      {tree.length === 0 ? (
        <p class="empty">There are no categories.</p>
      ) : (
        <CategoryTree categories={tree} parentId="" />
      )}
      <p class="quiet">
        Numbers of products include the categories below. The page of a category has those below the third level.
      </p>
      <div class="panels">
        <section class="panel" aria-labelledby="create">
          <h2 id="create">Create a category</h2>
          <form method="post" action={path} class="stack">
            <Field name="name" label="Name" value={form.get("name")} required maxlength={100} />
            <Field
              name="slug"
              label="Slug"
              value={form.get("slug")}
              required
              maxlength={100}
              hint="Lowercase a-z, digits and hyphens"
            />
            <SelectField name="parentId" label="In" value={form.get("parentId")} options={[root, ...options]} />
            <button type="submit">Create category</button>
          </form>
        </section>
        {options.length > 0 && (
          <section class="panel" aria-labelledby="move">
            <h2 id="move">Move a category</h2>
            <form method="post" action={`${path}/move`} class="stack">
              <SelectField name="id" label="Category" value={form.get("id")} options={options} />
              <SelectField name="into" label="Into" value={form.get("into")} options={[root, ...options]} />
              <button type="submit">Move category</button>
            </form>
          </section>
        )}
      </div>
    </>,
  );
}

export async function submitCategory(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const input = { name: form.get("name"), slug: form.get("slug"), parentId: form.get("parentId") || null };
  const { category, userErrors } = (await askPersonal(c, CreateCategoryDocument, { input })).createCategory;
  if (category === null) return renderCategories(c, userErrors, form);
  return redirectWithMessage(c, `${path}#${category.id}`, `The category ${input.name} exists.`);
}

/** Moves a category to a place, or to the end of another parent. */
export async function submitMove(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const id = form.get("id");
  const [parentId = "", position] = form.has("place") ? form.get("place").split(":") : [form.get("into")];
  const input = { id, parentId: parentId || null, position: Number(position ?? end) };
  if (!Number.isInteger(input.position)) throw new PageNotFound();
  const { category, userErrors } = (await askPersonal(c, MoveCategoryDocument, { input })).moveCategory;
  if (category === null) return renderCategories(c, userErrors, form);
  return redirectWithMessage(c, `${path}#${id}`, `${category.name} was moved.`);
}

/** One category: its fields, its parent, and the categories below it. */
export async function category(c: PageContext): Promise<Response> {
  return renderCategory(c, [], undefined);
}

async function renderCategory(
  c: PageContext,
  errors: readonly UserError[],
  form: FormValues | undefined,
): Promise<Response> {
  const { category: found, categories: tree } = await askPersonal(c, CategoryPageDocument, {
    id: c.req.param("id") ?? "",
  });
  if (found === null) throw new PageNotFound();
  const { id, name, children } = found;
  const options = toCategoryOptions(tree, { except: id }).map((option) => ({ value: option.id, label: option.label }));
  return renderPage(
    c,
    { title: name, status: errors.length === 0 ? 200 : 422, styles, islands },
    <>
      <Ancestors category={found} />
      <h1>{name}</h1>
      <UserErrors heading="Nothing was changed" errors={errors} />
      <div class="panels">
        <Fields category={found} form={form} />
        <section class="panel" aria-labelledby="move">
          <h2 id="move">Move</h2>
          <form method="post" action={`${path}/move`} class="stack">
            <input type="hidden" name="id" value={id} />
            <SelectField name="into" label="Into" value={found.path.at(-2)?.id ?? ""} options={[root, ...options]} />
            <button type="submit">Move category</button>
          </form>
          <h2>Delete</h2>
          <ActionForm
            action={`${path}/${id}/delete`}
            label="Delete category"
            isDangerous
            reason={whyNotDeleted(found)}
          />
        </section>
      </div>
      {children.length > 0 && (
        <>
          <h2>Categories below</h2>
          <CategoryTree categories={children} parentId={id} />
        </>
      )}
    </>,
  );
}

function Ancestors({ category: { path: ancestors } }: { readonly category: Category }) {
  return (
    <nav aria-label="Categories above" class="actions">
      <a href={path}>Categories</a>
      {ancestors.slice(0, -1).map(({ id, name }) => (
        <a key={id} href={`${path}/${id}`}>
          {name}
        </a>
      ))}
    </nav>
  );
}

interface FieldsProps {
  readonly category: Category;
  /** The values that were sent and refused. */
  readonly form: FormValues | undefined;
}

function Fields({ category: { id, name, slug, description, productCount }, form }: FieldsProps) {
  return (
    <section class="panel" aria-labelledby="fields">
      <h2 id="fields">Category</h2>
      <p>
        <a href={`/products?category=${encodeURIComponent(slug)}`}>{`${productCount} products`}</a>
      </p>
      <form method="post" action={`${path}/${id}`} class="stack">
        <Field name="name" label="Name" value={form?.get("name") ?? name} required maxlength={100} />
        <Field name="slug" label="Slug" value={form?.get("slug") ?? slug} required maxlength={100} />
        <TextArea
          name="description"
          label="Description"
          value={form?.get("description") ?? description}
          maxlength={5_000}
        />
        <button type="submit">Save category</button>
      </form>
    </section>
  );
}

function whyNotDeleted({ productCount, children }: Category): string | undefined {
  if (children.length > 0) return "It has categories below it.";
  return productCount > 0 ? "It has products." : undefined;
}

export async function submitCategoryFields(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const id = c.req.param("id") ?? "";
  // Browsers send a line break as two characters.
  const description = form.get("description").replaceAll("\r\n", "\n");
  const input = { id, name: form.get("name"), slug: form.get("slug"), description };
  const { userErrors } = (await askPersonal(c, UpdateCategoryDocument, { input })).updateCategory;
  if (userErrors.length > 0) return renderCategory(c, userErrors, form);
  return redirectWithMessage(c, `${path}/${id}`, "The category was saved.");
}

export async function removeCategory(c: PageContext): Promise<Response> {
  const id = c.req.param("id") ?? "";
  const { userErrors } = (await askPersonal(c, DeleteCategoryDocument, { id })).deleteCategory;
  if (userErrors.length > 0) return renderCategory(c, userErrors, undefined);
  return redirectWithMessage(c, path, "The category was deleted.");
}
