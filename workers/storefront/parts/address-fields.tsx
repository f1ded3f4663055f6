import { hasCities, hasPostalCodes } from "../../kit/domain/address-formats.ts";
import { maxAddressLengths as max } from "../../kit/domain/limits.ts";
import { Field } from "../../kit/pages/field.tsx";
import type { Locale } from "../server/page-context.ts";
import { findRegionKind, regionCodesOf } from "./regions.ts";

export interface AddressValues {
  readonly name: string;
  readonly line1: string;
  readonly line2: string;
  readonly city: string;
  readonly region: string;
  readonly postalCode: string;
  readonly countryCode: string;
}

interface AddressFieldsProps {
  readonly locale: Locale;
  readonly values: AddressValues;
  /** Codes of the countries to choose from. */
  readonly countries: readonly string[];
  /** Names of the fields with an error. */
  readonly invalid: ReadonlySet<string>;
}

/** The fields of a postal address. The fields below the country follow the country. */
export function AddressFields({ locale, values, countries, invalid }: AddressFieldsProps) {
  const { address: strings } = locale.messages;
  const { countryCode } = values;
  const names = new Intl.DisplayNames(locale.tag, { type: "region" });
  const options = countries
    .map((code) => ({ code, name: names.of(code) ?? code }))
    .sort((a, b) => a.name.localeCompare(b.name, locale.tag));
  const text = (name: keyof AddressValues) => ({ name, value: values[name], isInvalid: invalid.has(name) });
  return (
    <>
      <Field {...text("name")} label={strings.name} autocomplete="shipping name" maxlength={max.name} required />
      <Field
        {...text("line1")}
        label={strings.line1}
        autocomplete="shipping address-line1"
        maxlength={max.line}
        required
      />
      <Field {...text("line2")} label={strings.line2} autocomplete="shipping address-line2" maxlength={max.line} />
      <p class="field">
        <label for="countryCode">{strings.country}</label>
        <select id="countryCode" name="countryCode" autocomplete="shipping country" required data-updates="">
          {options.map(({ code, name }) => (
            <option key={code} value={code} selected={code === countryCode}>
              {name}
            </option>
          ))}
        </select>
      </p>
      <div class="fields" data-part="locality">
        {hasCities(countryCode) && (
          <Field
            {...text("city")}
            label={strings.city}
            autocomplete="shipping address-level2"
            maxlength={max.city}
            required
          />
        )}
        <RegionField
          locale={locale}
          countryCode={countryCode}
          value={values.region}
          isInvalid={invalid.has("region")}
        />
        {hasPostalCodes(countryCode) && (
          <Field
            {...text("postalCode")}
            label={strings.postalCode}
            autocomplete="shipping postal-code"
            maxlength={max.postalCode}
            required
            data-updates=""
          />
        )}
      </div>
    </>
  );
}

interface RegionFieldProps {
  readonly locale: Locale;
  readonly countryCode: string;
  readonly value: string;
  readonly isInvalid: boolean;
}

function RegionField({ locale, countryCode, value, isInvalid }: RegionFieldProps) {
  const kind = findRegionKind(countryCode);
  if (kind === undefined) return null;
  const label = locale.messages.address[kind];
  const codes = regionCodesOf(countryCode);
  if (codes.length === 0) {
    return (
      <Field name="region" value={value} label={label} autocomplete="shipping address-level1" maxlength={max.region} />
    );
  }
  // The shop rejects an address without it. With `required`, the browser would reject one whose country has just been changed.
  return (
    <p class="field">
      <label for="region">{label}</label>
      <select
        id="region"
        name="region"
        autocomplete="shipping address-level1"
        aria-required="true"
        aria-invalid={isInvalid ? "true" : undefined}
        data-updates=""
      >
        <option value="" />
        {codes.map((code) => (
          <option key={code} value={code} selected={code === value}>
            {code}
          </option>
        ))}
      </select>
    </p>
  );
}
