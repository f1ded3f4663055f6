import { askPersonal } from "../../kit/pages/ask.ts";
import { Field } from "../../kit/pages/field.tsx";
import { emptyForm, type FormValues, keyAfter, readForm, type UserError } from "../../kit/pages/form.ts";
import { PageNotFound } from "../../kit/pages/http-errors.ts";
import {
  CreateCouponCodesDocument,
  PromotionDocument,
  type PromotionQuery,
  SetCouponCodeActiveDocument,
  SetPromotionActiveDocument,
} from "../documents.generated.ts";
import { ActionForm } from "../parts/action-form.tsx";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { DefinitionList } from "../parts/definition-list.tsx";
import { FilterForm } from "../parts/filter-form.tsx";
import { FormKey } from "../parts/form-key.tsx";
import { renderPage } from "../parts/page.tsx";
import { Pager } from "../parts/pager.tsx";
import { describePromotion, nameCategories } from "../parts/promotion-preview.ts";
import { describeUses, isActive, PromotionStatus } from "../parts/promotion-status.tsx";
import { StatusBadge } from "../parts/status-badge.tsx";
import { Time } from "../parts/time.tsx";
import { UserErrors } from "../parts/user-errors.tsx";
import { redirectWithMessage } from "../server/flash.ts";
import type { PageContext } from "../server/page-context.ts";

type Promotion = NonNullable<PromotionQuery["promotion"]>;
type Code = Promotion["codes"]["edges"][number]["node"];

const pageSize = 50;

/** One promotion: what it does, its uses, and its codes. */
export function promotion(c: PageContext): Promise<Response> {
  return renderPromotion(c, emptyForm, []);
}

async function renderPromotion(c: PageContext, form: FormValues, errors: readonly UserError[]): Promise<Response> {
  const id = c.req.param("id") ?? "";
  const query = c.req.query("q")?.trim() ?? "";
  const { promotion: found, categories } = await askPersonal(c, PromotionDocument, {
    id,
    first: pageSize,
    after: c.req.query("after") ?? null,
    query: query === "" ? null : query,
  });
  if (found === null) throw new PageNotFound();
  const path = `/promotions/${id}`;
  const isOn = isActive(found.status);
  return renderPage(
    c,
    { title: found.name, status: errors.length === 0 ? 200 : 422 },
    <>
      <h1>{found.name}</h1>
      <p>{describePromotion(found, nameCategories(categories))}</p>
      <p class="actions">
        <a href={`${path}/edit`}>Edit promotion</a>
        <a href={`${path}/delete`}>Delete promotion</a>
      </p>
      <UserErrors heading="Nothing was changed" errors={errors} />
      <div class="panels">
        <section class="panel" aria-labelledby="facts">
          <h2 id="facts">Promotion</h2>
          <DefinitionList
            items={[
              { term: "Status", value: <PromotionStatus status={found.status} /> },
              { term: "Slug", value: found.slug },
              { term: "Applies", value: found.automatic ? "automatically" : "with a code" },
              { term: "Priority", value: found.priority },
              { term: "Starts (UTC)", value: found.startsAt && <Time at={found.startsAt} /> },
              { term: "Ends (UTC)", value: found.endsAt && <Time at={found.endsAt} /> },
              { term: "Uses", value: describeUses(found) },
              { term: "Uses per customer", value: found.usageLimitPerCustomer ?? "no limit" },
            ]}
          />
          <ActionForm
            action={`${path}/active`}
            label={isOn ? "Deactivate" : "Activate"}
            values={{ active: isOn ? "no" : "yes" }}
            reason={found.status === "ENDED" ? "It has ended." : undefined}
            isDangerous={isOn}
          />
        </section>
        {!found.automatic && <NewCodes path={path} form={form} errors={errors} />}
      </div>
      {!found.automatic && (
        <>
          <h2>Codes</h2>
          <FilterForm context={c} fields={["q"]} label="Search">
            <Field name="q" type="search" label="Search codes" value={query} maxlength={40} />
          </FilterForm>
          <DataTable
            caption="Codes"
            columns={toColumns(path)}
            rows={found.codes.edges.map(({ node }) => node)}
            keyOf={(code) => code.id}
            empty="No code begins like this."
          />
          <Pager context={c} pageInfo={found.codes.pageInfo} />
        </>
      )}
    </>,
  );
}

function toColumns(path: string): readonly Column<Code>[] {
  return [
    { id: "code", label: "Code", cell: ({ code }) => code },
    {
      id: "state",
      label: "State",
      cell: ({ active }) => <StatusBadge kind={active ? "success" : "off"} label={active ? "Active" : "Inactive"} />,
    },
    { id: "uses", label: "Uses", cell: describeUses },
    { id: "created", label: "Created (UTC)", cell: ({ createdAt }) => <Time at={createdAt} /> },
    {
      id: "actions",
      label: "Actions",
      cell: ({ id, active }) => (
        <ActionForm
          action={`${path}/codes/active`}
          label={active ? "Deactivate" : "Activate"}
          values={{ id, active: active ? "no" : "yes" }}
        />
      ),
    },
  ];
}

interface NewCodesProps {
  readonly path: string;
  readonly form: FormValues;
  readonly errors: readonly UserError[];
}

function NewCodes({ path, form, errors }: NewCodesProps) {
  return (
    <section class="panel" aria-labelledby="new-codes">
      <h2 id="new-codes">Create codes</h2>
      <form method="post" action={`${path}/codes`} class="stack">
        <FormKey sent={keyAfter(errors, form.get("idempotencyKey"))} />
        <Field name="code" label="One code" value={form.get("code")} maxlength={40} autocomplete="off" />
        <Field name="count" label="Or how many to generate" value={form.get("count")} maxlength={4} hint="1 to 1000" />
        <Field name="prefix" label="Prefix of generated codes" value={form.get("prefix")} maxlength={20} />
        <Field name="usageLimit" label="Uses of each code" value={form.get("usageLimit")} hint="Empty for no limit" />
        <button type="submit">Create codes</button>
      </form>
    </section>
  );
}

export async function submitActive(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const id = c.req.param("id") ?? "";
  const active = form.get("active") === "yes";
  const { setPromotionActive } = await askPersonal(c, SetPromotionActiveDocument, { input: { id, active } });
  if (setPromotionActive.userErrors.length > 0) return renderPromotion(c, emptyForm, setPromotionActive.userErrors);
  return redirectWithMessage(c, `/promotions/${id}`, active ? "The promotion is active." : "The promotion is paused.");
}

export async function submitCodes(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const promotionId = c.req.param("id") ?? "";
  const text = (name: string) => form.get(name) || null;
  const number = (name: string) => (form.get(name) === "" ? null : Number.parseInt(form.get(name), 10) || 0);
  const input = {
    promotionId,
    code: text("code"),
    count: number("count"),
    prefix: text("prefix"),
    usageLimit: number("usageLimit"),
    idempotencyKey: form.get("idempotencyKey"),
  };
  const { couponCodes, userErrors } = (await askPersonal(c, CreateCouponCodesDocument, { input })).createCouponCodes;
  if (userErrors.length > 0) return renderPromotion(c, form, userErrors);
  const [first] = couponCodes;
  const message = couponCodes.length === 1 ? `The code ${first?.code} exists.` : `${couponCodes.length} codes exist.`;
  return redirectWithMessage(c, `/promotions/${promotionId}`, message);
}

export async function submitCodeActive(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const input = { id: form.get("id"), active: form.get("active") === "yes" };
  const { setCouponCodeActive } = await askPersonal(c, SetCouponCodeActiveDocument, { input });
  if (setCouponCodeActive.userErrors.length > 0) return renderPromotion(c, emptyForm, setCouponCodeActive.userErrors);
  const message = input.active ? "The code is active." : "The code is inactive.";
  return redirectWithMessage(c, `/promotions/${c.req.param("id") ?? ""}`, message);
}
