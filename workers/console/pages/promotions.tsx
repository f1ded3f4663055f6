import { askPersonal } from "../../kit/pages/ask.ts";
import { type PromotionRowFragment, PromotionsDocument } from "../documents.generated.ts";
import { promotionStatusValues } from "../enums.generated.ts";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { FilterForm } from "../parts/filter-form.tsx";
import { renderPage } from "../parts/page.tsx";
import { Pager } from "../parts/pager.tsx";
import { describePromotion, nameCategories } from "../parts/promotion-preview.ts";
import { describeUses, PromotionStatus } from "../parts/promotion-status.tsx";
import { SelectField } from "../parts/select-field.tsx";
import { toWords } from "../parts/status-badge.tsx";
import { Time } from "../parts/time.tsx";
import type { PageContext } from "../server/page-context.ts";

const pageSize = 50;

/** All promotions, each with what it does in words. */
export async function promotions(c: PageContext): Promise<Response> {
  const status = promotionStatusValues.find((known) => known === c.req.query("status"));
  const { promotions: page, categories } = await askPersonal(c, PromotionsDocument, {
    first: pageSize,
    after: c.req.query("after") ?? null,
    status: status === undefined ? null : [status],
  });
  const names = nameCategories(categories);
  const columns: readonly Column<PromotionRowFragment>[] = [
    { id: "name", label: "Name", cell: ({ id, name }) => <a href={`/promotions/${id}`}>{name}</a> },
    { id: "status", label: "Status", cell: (promotion) => <PromotionStatus status={promotion.status} /> },
    { id: "preview", label: "What it does", cell: (promotion) => describePromotion(promotion, names) },
    { id: "code", label: "Applies", cell: ({ automatic }) => (automatic ? "automatically" : "with a code") },
    { id: "uses", label: "Uses", cell: describeUses },
    { id: "starts", label: "Starts (UTC)", cell: ({ startsAt }) => startsAt && <Time at={startsAt} /> },
    { id: "ends", label: "Ends (UTC)", cell: ({ endsAt }) => endsAt && <Time at={endsAt} /> },
  ];
  return renderPage(
    c,
    { title: "Promotions" },
    <>
      <h1>Promotions</h1>
      <p class="actions">
        <a href="/promotions/new">New promotion</a>
        <a href="/pricing">Price lists, markets, tax and shipping</a>
      </p>
      <FilterForm context={c} fields={["status"]}>
        <SelectField
          name="status"
          label="Status"
          value={status ?? ""}
          options={[
            { value: "", label: "All" },
            ...promotionStatusValues.map((value) => ({ value, label: toWords(value) })),
          ]}
        />
      </FilterForm>
      <DataTable
        caption="Promotions"
        columns={columns}
        rows={page.edges.map(({ node }) => node)}
        keyOf={({ id }) => id}
        empty="There are no promotions."
      />
      <Pager context={c} pageInfo={page.pageInfo} />
    </>,
  );
}
