import type { TaxClassChoiceFragment } from "../documents.generated.ts";
import { createDraftFields } from "./draft-fields.tsx";
import { countRates, methodLabels, type RateField, rateLabels, toRateField } from "./method-draft.ts";
import { type Settings, SettingsForm } from "./settings-form.tsx";

interface MethodFormProps {
  readonly path: string;
  readonly settings: Settings;
  readonly classes: readonly TaxClassChoiceFragment[];
}

/** The fields of a shipping method, with its rates as a table. */
export function MethodForm({ path, settings, classes }: MethodFormProps) {
  const { draft, base, errors } = settings;
  const fields = createDraftFields(draft, errors, methodLabels);
  const invalid = new Set(errors.map(({ inputId }) => inputId));
  const columns = Object.entries(rateLabels) as readonly (readonly [RateField, string])[];
  return (
    <SettingsForm path={path} base={base} what="method">
      <div class="panels">
        <div class="panel">
          {fields.text("name", { required: true, maxlength: 100 })}
          {fields.text("code", { required: true, maxlength: 100, hint: "Orders name it, for example express" })}
          {fields.select(
            "taxClassCode",
            classes.map(({ code, name }) => ({ value: code, label: name })),
          )}
        </div>
        <div class="panel">
          {fields.checkbox("active")}
          {fields.text("minDeliveryDays")}
          {fields.text("maxDeliveryDays")}
          {fields.text("carrier", { hint: "It sets the price in place of the rates" })}
        </div>
      </div>
      <section class="scroll" tabindex={0} aria-label="Rates">
        <table>
          <caption class="hidden">Rates</caption>
          <thead>
            <tr>
              {columns.map(([field, label]) => (
                <th key={field} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: countRates(draft) }, (_, index) => (
              // Rates have no other identity than their place.
              <tr key={`rate.${index}`}>
                {columns.map(([field, label]) => {
                  const id = toRateField(index, field);
                  return (
                    <td key={field}>
                      <input
                        id={id}
                        name={id}
                        value={draft[id]}
                        aria-label={`${label} of rate ${index + 1}`}
                        aria-invalid={invalid.has(id) ? "true" : undefined}
                      />
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p class="quiet">The first rate that matches applies, in its currency. A rate without a price is removed.</p>
    </SettingsForm>
  );
}
