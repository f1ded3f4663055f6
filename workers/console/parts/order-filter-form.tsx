import { Field } from "../../kit/pages/field.tsx";
import { currencyCodeValues, fulfillmentStatusValues, paymentStatusValues } from "../enums.generated.ts";
import { type FilterName, filterNames, type OrderFilters, orderStatuses } from "../server/order-filters.ts";
import type { PageContext } from "../server/page-context.ts";
import { FilterForm } from "./filter-form.tsx";
import { SelectField } from "./select-field.tsx";
import { toWords } from "./status-badge.tsx";

interface OrderFilterFormProps {
  readonly context: PageContext;
  readonly filters: OrderFilters;
}

const all = { value: "", label: "All" };
const toOptions = (values: readonly string[]) => [all, ...values.map((value) => ({ value, label: toWords(value) }))];
const sorts = [
  { value: "NEWEST", label: "Newest first" },
  { value: "OLDEST", label: "Oldest first" },
  { value: "TOTAL_DESC", label: "Largest total first" },
];

/** The search box of orders, and the filters. Those that are rarely used are closed until one of them is set. */
export function OrderFilterForm({ context, filters: { values, sort, errors } }: OrderFilterFormProps) {
  const text = (name: FilterName) => ({
    name,
    value: values[name],
    isInvalid: errors.some(({ inputId }) => inputId === name),
  });
  const rare: readonly FilterName[] = ["payment", "fulfillment", "country", "from", "to", "currency", "min", "max"];
  return (
    <FilterForm context={context} fields={[...filterNames, "by"]} label="Search">
      <Field
        {...text("q")}
        type="search"
        label="Search orders"
        placeholder="Number, email, name, SKU or payment id"
        maxlength={200}
      />
      <SelectField name="status" label="Status" value={values.status} options={toOptions(orderStatuses)} />
      <SelectField name="sort" label="Sort" value={sort} options={sorts} />
      <label class="check">
        <input type="checkbox" name="stuck" value="1" checked={values.stuck !== ""} />
        Stuck only
      </label>
      <details open={rare.some((name) => values[name] !== "")}>
        <summary>More filters</summary>
        <div class="filters">
          <SelectField name="payment" label="Payment" value={values.payment} options={toOptions(paymentStatusValues)} />
          <SelectField
            name="fulfillment"
            label="Fulfillment"
            value={values.fulfillment}
            options={toOptions(fulfillmentStatusValues)}
          />
          <Field {...text("country")} label="Country code" maxlength={2} />
          <Field {...text("from")} type="date" label="Placed from" />
          <Field {...text("to")} type="date" label="Placed until" />
          <SelectField
            name="currency"
            label="Currency"
            value={values.currency}
            options={[all, ...currencyCodeValues.map((value) => ({ value, label: value }))]}
          />
          <Field {...text("min")} label="Total from" maxlength={20} />
          <Field {...text("max")} label="Total up to" maxlength={20} />
        </div>
      </details>
    </FilterForm>
  );
}
