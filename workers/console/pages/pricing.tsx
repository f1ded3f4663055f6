import { askPersonal } from "../../kit/pages/ask.ts";
import { PricingTablesDocument, type PricingTablesQuery } from "../documents.generated.ts";
import { Calendar } from "../parts/calendar.tsx";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { MethodPrice } from "../parts/method-price.tsx";
import { renderPage } from "../parts/page.tsx";
import { PriceListStatus } from "../parts/price-list-status.tsx";
import { StatusBadge, toWords } from "../parts/status-badge.tsx";
import { Time } from "../parts/time.tsx";
import type { PageContext } from "../server/page-context.ts";

type PriceList = PricingTablesQuery["priceLists"]["edges"][number]["node"];
type Market = PricingTablesQuery["markets"][number];
type TaxRate = PricingTablesQuery["taxRates"]["edges"][number]["node"];
type Zone = PricingTablesQuery["shippingZones"][number];
type Method = Zone["methods"][number] & { readonly zone: Zone };

const names = (list: readonly { readonly name: string }[], none: string) =>
  list.length === 0 ? none : list.map(({ name }) => name).join(", ");
const countries = (codes: readonly string[]) => codes.join(", ") || "all others";

const toPriceListColumns = (now: number): readonly Column<PriceList>[] => [
  { id: "name", label: "Name", cell: ({ id, name }) => <a href={`/pricing/lists/${id}`}>{name}</a> },
  { id: "type", label: "Type", cell: ({ type }) => toWords(type) },
  { id: "state", label: "State", cell: (list) => <PriceListStatus list={list} now={now} /> },
  {
    id: "starts",
    label: "Starts (UTC)",
    cell: ({ startsAt }) => (startsAt === null ? "always" : <Time at={startsAt} />),
  },
  { id: "ends", label: "Ends (UTC)", cell: ({ endsAt }) => (endsAt === null ? "never" : <Time at={endsAt} />) },
  { id: "markets", label: "Markets", cell: ({ markets }) => names(markets, "all") },
  { id: "groups", label: "Groups", cell: ({ customerGroups }) => names(customerGroups, "all customers") },
  { id: "priority", label: "Priority", cell: ({ priority }) => priority, isNumeric: true },
];

const toMarketColumns = (c: PageContext): readonly Column<Market>[] => [
  {
    id: "name",
    label: "Name",
    cell: ({ id, name }) => {
      const path = `/pricing/markets/${id}`;
      return c.var.mayOpen(path) ? <a href={path}>{name}</a> : name;
    },
  },
  { id: "countries", label: "Countries", cell: ({ countryCodes }) => countries(countryCodes) },
  { id: "currencies", label: "Currencies", cell: ({ currencies }) => currencies.join(", ") },
  { id: "tax", label: "Prices", cell: ({ taxesIncluded }) => (taxesIncluded ? "contain tax" : "without tax") },
];

const taxColumns: readonly Column<TaxRate>[] = [
  { id: "name", label: "Name", cell: ({ id, name }) => <a href={`/pricing/tax-rates/${id}`}>{name}</a> },
  { id: "class", label: "Class", cell: ({ taxClass }) => taxClass.name },
  {
    id: "place",
    label: "Place",
    cell: ({ countryCode, region, postalCodePrefix }) =>
      [countryCode, region, postalCodePrefix && `${postalCodePrefix}…`].filter(Boolean).join(", "),
  },
  { id: "rate", label: "Rate", cell: ({ ratePpm }) => `${ratePpm / 10_000} %`, isNumeric: true },
];

const methodColumns: readonly Column<Method>[] = [
  {
    id: "zone",
    label: "Zone and method",
    cell: ({ zone, code, name }) => <a href={`/pricing/zones/${zone.id}/methods/${code}`}>{`${zone.name}: ${name}`}</a>,
  },
  { id: "countries", label: "Countries", cell: ({ zone }) => countries(zone.countryCodes) },
  {
    id: "state",
    label: "State",
    cell: ({ active }) => <StatusBadge kind={active ? "success" : "off"} label={active ? "Active" : "Inactive"} />,
  },
  {
    id: "price",
    label: "Price",
    cell: ({ carrier, rates }) => <MethodPrice {...{ carrier, rates }} />,
    isNumeric: true,
  },
  {
    id: "days",
    label: "Days",
    cell: ({ minDeliveryDays, maxDeliveryDays }) =>
      [minDeliveryDays, maxDeliveryDays].filter((day) => day !== null).join(" to "),
  },
];

/** The tables from which prices, tax and shipping are computed. */
export async function pricing(c: PageContext): Promise<Response> {
  const { priceLists, markets, taxRates, shippingZones } = await askPersonal(c, PricingTablesDocument, {});
  const lists = priceLists.edges.map(({ node }) => node);
  const methods = shippingZones.flatMap((zone) => zone.methods.map((method) => ({ ...method, zone })));
  const now = Date.now();
  return renderPage(
    c,
    { title: "Prices, tax and shipping", styles: ["pricing"] },
    <>
      <h1>Prices, tax and shipping</h1>
      <h2>Price lists</h2>
      {lists.length > 0 && <Calendar caption="Price lists" periods={lists} now={now} />}
      <DataTable
        caption="Price lists"
        columns={toPriceListColumns(now)}
        rows={lists}
        keyOf={({ id }) => id}
        empty="There are no price lists. Base prices apply."
      />
      <p>
        <a href="/pricing/lists/new">New price list</a>
      </p>
      <h2>Markets</h2>
      <DataTable
        caption="Markets"
        columns={toMarketColumns(c)}
        rows={markets}
        keyOf={({ id }) => id}
        empty="No markets."
      />
      {c.var.mayOpen("/pricing/markets/new") && (
        <p>
          <a href="/pricing/markets/new">New market</a>
        </p>
      )}
      <h2>Tax rates</h2>
      <DataTable
        caption="Tax rates"
        columns={taxColumns}
        rows={taxRates.edges.map(({ node }) => node)}
        keyOf={({ id }) => id}
        empty="No tax is charged."
      />
      {taxRates.pageInfo.hasNextPage && <p class="quiet">There are more than 100 rates.</p>}
      <p class="actions">
        <a href="/pricing/tax-rates/new">New tax rate</a>
        <a href="/pricing/tax-classes">Tax classes</a>
      </p>
      <h2>Shipping</h2>
      <p class="actions">
        {shippingZones.map(({ id, name }) => (
          <a key={id} href={`/pricing/zones/${id}`}>{`Zone ${name}`}</a>
        ))}
        <a href="/pricing/zones/new">New zone</a>
      </p>
      <DataTable
        caption="Shipping"
        columns={methodColumns}
        rows={methods}
        keyOf={({ id }) => id}
        empty="Nothing is shipped."
      />
    </>,
  );
}
