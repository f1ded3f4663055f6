import { countries } from "../../kit/domain/countries.ts";
import { askPersonal } from "../../kit/pages/ask.ts";
import { ErrorSummary } from "../../kit/pages/error-summary.tsx";
import { emptyForm, type FormValues, readForm } from "../../kit/pages/form.ts";
import { Island } from "../../kit/pages/island.tsx";
import { redirectTo } from "../../kit/pages/redirect.ts";
import {
  AccountAddressesDocument,
  type AccountAddressesQuery,
  DeleteAddressDocument,
  SaveAddressDocument,
  type UserErrorsFragment,
} from "../documents.generated.ts";
import { AccountNavigation } from "../parts/account-navigation.tsx";
import { AddressFields } from "../parts/address-fields.tsx";
import { renderPage } from "../parts/page.tsx";
import { PostalAddress } from "../parts/postal-address.tsx";
import { findRegionErrors } from "../parts/regions.ts";
import { requireCustomer } from "../server/customer.ts";
import { toFormErrors } from "../server/form.ts";
import type { PageContext } from "../server/page-context.ts";

type SavedAddress = NonNullable<AccountAddressesQuery["me"]>["addresses"][number];

/** The addresses of the visitor's account, with a form for a new one. With `edit`, the form has that address. */
export async function accountAddresses(c: PageContext): Promise<Response> {
  return renderAddresses(c, emptyForm, []);
}

/** Saves or deletes an address, by the button that sent the form. */
export async function changeAddress(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const id = form.get("id");
  const action = form.get("action");
  if (action === "update") return renderAddresses(c, form, []);
  const { userErrors } = action === "delete" ? await remove(c, id) : await save(c, id, form);
  return userErrors.length === 0 ? redirectTo("/account/addresses") : renderAddresses(c, form, userErrors);
}

async function remove(c: PageContext, id: string) {
  return (await askPersonal(c, DeleteAddressDocument, { id })).deleteAddress;
}

async function save(c: PageContext, id: string, form: FormValues) {
  const incomplete = findRegionErrors({ countryCode: form.get("countryCode"), region: form.get("region") });
  if (incomplete.length > 0) return { userErrors: incomplete };
  const optional = (name: string) => (form.get(name) === "" ? {} : { [name]: form.get(name) });
  const input = {
    ...(id === "" ? {} : { id }),
    name: form.get("name"),
    line1: form.get("line1"),
    ...optional("line2"),
    city: form.get("city"),
    ...optional("region"),
    ...optional("postalCode"),
    countryCode: form.get("countryCode"),
    isDefault: form.has("isDefault"),
  };
  return (await askPersonal(c, SaveAddressDocument, { input })).saveAddress;
}

async function renderAddresses(
  c: PageContext,
  form: FormValues,
  userErrors: readonly UserErrorsFragment[],
): Promise<Response> {
  const me = requireCustomer((await askPersonal(c, AccountAddressesDocument, {})).me);
  const { locale, visitor } = c.var;
  const { account: strings, checkout } = locale.messages;
  const edited = me.addresses.find(({ id }) => id === (form.get("id") || c.req.query("edit")));
  const getValue = (name: Exclude<keyof SavedAddress, "id" | "isDefault">) =>
    form.has(name) ? form.get(name) : (edited?.[name] ?? "");
  const values = {
    name: getValue("name"),
    line1: getValue("line1"),
    line2: getValue("line2"),
    city: getValue("city"),
    region: getValue("region"),
    postalCode: getValue("postalCode"),
    countryCode: getValue("countryCode") || (visitor.country ?? "NL"),
  };
  const errors = toFormErrors(c, userErrors);
  return renderPage(
    c,
    {
      title: strings.addresses,
      status: errors.length === 0 ? 200 : 422,
      styles: ["checkout", "account"],
      islands: ["form-parts"],
      isPersonal: true,
    },
    <>
      <h1>{strings.addresses}</h1>
      <AccountNavigation locale={locale} path="/account/addresses" />
      <ul class="rows">
        {me.addresses.map((address) => (
          <li key={address.id}>
            <PostalAddress locale={locale} address={address} />
            {address.isDefault && <span class="quiet">{strings.isDefault}</span>}
            <span class="actions">
              <a href={`/account/addresses?edit=${encodeURIComponent(address.id)}`}>{strings.edit}</a>
              <form method="post" action="/account/addresses">
                <input type="hidden" name="id" value={address.id} />
                <button class="plain link" type="submit" name="action" value="delete">
                  {strings.deleteAddress}
                </button>
              </form>
            </span>
          </li>
        ))}
      </ul>
      <Island name="form-parts">
        <form class="narrow" method="post" action="/account/addresses">
          <h2>{edited === undefined ? strings.newAddress : strings.edit}</h2>
          <ErrorSummary heading={strings.failed} errors={errors} />
          <input type="hidden" name="id" value={edited?.id ?? ""} />
          <AddressFields
            locale={locale}
            values={values}
            countries={[...countries]}
            invalid={new Set(errors.flatMap(({ inputId }) => inputId ?? []))}
          />
          <noscript>
            <button class="second" type="submit" name="action" value="update" formnovalidate>
              {checkout.update}
            </button>
          </noscript>
          <label class="choice">
            <input type="checkbox" name="isDefault" defaultChecked={edited?.isDefault ?? false} />
            <span>{strings.makeDefault}</span>
          </label>
          <button type="submit" name="action" value="save">
            {strings.saveAddress}
          </button>
        </form>
      </Island>
    </>,
  );
}
