import type { FormValues } from "../../kit/pages/form.ts";
import { type Money, parseDecimalAmount, toDecimalAmount } from "../../kit/pages/money.ts";
import type { CreateProductInput, EditedMediaFragment, EditedProductFragment } from "../documents.generated.ts";
import { joinAmounts, splitAmounts } from "./amount-list.ts";
import type { DraftError } from "./flat-draft.ts";

interface NamedValue {
  readonly name: string;
  readonly value: string;
}

/** A media file as the form has it: all of its fields are text. */
export interface MediaDraft {
  readonly url: string;
  readonly alt: string;
  /** In pixels. */
  readonly width: string;
  readonly height: string;
  readonly thumbHash: string;
}

/** A variant as the form has it: all of its fields are text. */
export interface VariantDraft {
  readonly sku: string;
  readonly name: string;
  readonly options: readonly NamedValue[];
  /** Decimal, in the currency of the product. */
  readonly price: string;
  /** Prices in other currencies: "EUR 12.00, GBP 10.00". */
  readonly otherPrices: string;
  readonly taxClass: string;
  readonly weight: string;
  /** The addresses of its own pictures, separated by spaces. */
  readonly pictures: string;
  /** The pictures that it had: the form shows their addresses only. */
  readonly media: readonly MediaDraft[];
  /** Only of a new SKU. */
  readonly initialStock: string;
}

/** A product as the form has it. Rows may be blank. */
export interface ProductDraft {
  readonly name: string;
  readonly slug: string;
  readonly description: string;
  readonly brand: string;
  readonly currency: string;
  readonly categoryIds: readonly string[];
  readonly attributes: readonly NamedValue[];
  readonly media: readonly MediaDraft[];
  readonly variants: readonly VariantDraft[];
}

export const blankVariant: VariantDraft = {
  sku: "",
  name: "",
  options: [],
  price: "",
  otherPrices: "",
  taxClass: "",
  weight: "",
  pictures: "",
  media: [],
  initialStock: "",
};

export const blankAttribute: NamedValue = { name: "", value: "" };
export const blankMedia: MediaDraft = { url: "", alt: "", width: "", height: "", thumbHash: "" };

export const blankDraft: ProductDraft = {
  name: "",
  slug: "",
  description: "",
  brand: "",
  currency: "USD",
  categoryIds: [],
  attributes: [],
  media: [],
  variants: [blankVariant],
};

export function toDraft(product: EditedProductFragment): ProductDraft {
  const { name, slug, description, brand, categories, attributes, media, variants } = product;
  return {
    name,
    slug,
    description,
    brand: brand ?? "",
    currency: variants[0]?.basePrices[0]?.currency ?? blankDraft.currency,
    categoryIds: categories.map(({ id }) => id),
    attributes,
    media: media.map(toMediaDraft),
    variants: variants.map((variant) => {
      // The first base price is the one in the currency of the product.
      const [own, ...others] = variant.basePrices;
      return {
        sku: variant.sku,
        name: variant.name,
        options: variant.options,
        price: toDecimalAmount(own ?? variant.price),
        otherPrices: joinAmounts(others),
        taxClass: variant.taxClass.code,
        weight: variant.weightGrams === null ? "" : String(variant.weightGrams),
        pictures: variant.media.map(({ url }) => url).join(" "),
        media: variant.media.map(toMediaDraft),
        initialStock: "",
      };
    }),
  };
}

function toMediaDraft({ url, alt, width, height, thumbHash }: EditedMediaFragment): MediaDraft {
  return { url, alt, width: String(width ?? ""), height: String(height ?? ""), thumbHash: thumbHash ?? "" };
}

/** Reads the fields of the editor, with its blank rows. */
export function readDraft(form: FormValues): ProductDraft {
  const optionNames = readOptionNames(form);
  return {
    name: form.get("name"),
    slug: form.get("slug"),
    description: form.get("description").replaceAll("\r\n", "\n"),
    brand: form.get("brand"),
    currency: form.get("currency").toUpperCase(),
    categoryIds: form.all("categoryId"),
    attributes: readRows(form, "attribute", "name", (row) => ({
      name: form.get(`${row}.name`),
      value: form.get(`${row}.value`),
    })),
    media: readMedia(form, "media"),
    variants: readRows(form, "variant", "sku", (row) => ({
      sku: form.get(`${row}.sku`),
      name: form.get(`${row}.name`),
      options: optionNames.flatMap((name, index) => {
        const value = form.get(`${row}.option.${index}`);
        return value === "" ? [] : [{ name, value }];
      }),
      price: form.get(`${row}.price`),
      otherPrices: form.get(`${row}.otherPrices`),
      taxClass: form.get(`${row}.taxClass`),
      weight: form.get(`${row}.weight`),
      pictures: form.get(`${row}.pictures`),
      media: readMedia(form, `${row}.media`),
      initialStock: form.get(`${row}.initialStock`),
    })),
  };
}

function readMedia(form: FormValues, prefix: string): readonly MediaDraft[] {
  return readRows(form, prefix, "url", (row) => ({
    url: form.get(`${row}.url`),
    alt: form.get(`${row}.alt`),
    width: form.get(`${row}.width`),
    height: form.get(`${row}.height`),
    thumbHash: form.get(`${row}.thumbHash`),
  }));
}

/**
 * Returns the pictures of a variant by their addresses. Text and size are those that the variant had, or else those of the same picture
 * of the product.
 */
export function toPictures({ pictures, media }: VariantDraft, ofProduct: readonly MediaDraft[]): readonly MediaDraft[] {
  const known = [...media, ...ofProduct];
  const urls = pictures.split(/\s+/).filter((url) => url !== "");
  return urls.map((url) => known.find((file) => file.url === url) ?? { ...blankMedia, url });
}

function readRows<R>(form: FormValues, prefix: string, field: string, read: (row: string) => R): readonly R[] {
  const rows: R[] = [];
  while (form.has(`${prefix}.${rows.length}.${field}`)) rows.push(read(`${prefix}.${rows.length}`));
  return rows;
}

/** Returns the names of the option columns, also of those without values. */
export function readOptionNames(form: FormValues): readonly string[] {
  const names: string[] = [];
  while (form.has(`option.${names.length}`)) names.push(form.get(`option.${names.length}`));
  return names;
}

/** Returns the names of all options of the variants, in the order in which they occur. */
export function toOptionNames({ variants }: ProductDraft): readonly string[] {
  return [...new Set(variants.flatMap(({ options }) => options.map(({ name }) => name)))];
}

/** Returns the draft without its blank rows. */
export function withoutBlanks(draft: ProductDraft): ProductDraft {
  const isFilled = (row: object) => Object.values(row).some((value) => value !== "" && !Array.isArray(value));
  return {
    ...draft,
    attributes: draft.attributes.filter(isFilled),
    media: draft.media.filter(isFilled),
    variants: draft.variants.filter((variant) => isFilled(variant) || variant.options.length > 0),
  };
}

/** Returns a draft that a hidden field carried as JSON. Undefined if it is none. */
export function parseDraft(text: string): ProductDraft | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isDraft(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isDraft(value: unknown): value is ProductDraft {
  if (!hasStrings(value, ["name", "slug", "description", "brand", "currency"])) return false;
  const { categoryIds, attributes, media, variants } = value;
  return (
    isListOf(categoryIds, (id) => typeof id === "string") &&
    isListOf(attributes, (row) => hasStrings(row, ["name", "value"])) &&
    isListOf(media, isMedia) &&
    isListOf(
      variants,
      (row) =>
        hasStrings(row, ["sku", "name", "price", "otherPrices", "taxClass", "weight", "pictures", "initialStock"]) &&
        isListOf(row["media"], isMedia) &&
        isListOf(row["options"], (option) => hasStrings(option, ["name", "value"])),
    )
  );
}

const isMedia = (row: unknown): boolean => hasStrings(row, Object.keys(blankMedia));

function hasStrings(value: unknown, names: readonly string[]): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  return names.every((name) => typeof (value as Record<string, unknown>)[name] === "string");
}

function isListOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isItem);
}

/** Returns the draft as the API takes it, and what is no amount or number in it. The errors count variants without blank rows. */
export function toProductInput(draft: ProductDraft): {
  readonly input: CreateProductInput;
  readonly errors: readonly DraftError[];
} {
  const errors: DraftError[] = [];
  const { name, slug, description, brand, currency, categoryIds, attributes, media, variants } = withoutBlanks(draft);
  const toAmount = (text: string, of: string, inputId: string): Money => {
    const amountMinor = parseDecimalAmount(text, of);
    if (amountMinor === undefined) errors.push({ text: `“${text}” is no amount in ${of}`, inputId });
    return { amountMinor: amountMinor ?? "0", currency: of };
  };
  const toCount = (text: string, what: string, inputId: string): number | null => {
    if (text !== "" && !/^\d{1,9}$/.test(text)) errors.push({ text: `${what} must be a whole number`, inputId });
    return text === "" ? null : Number(text) || 0;
  };
  const toMedia = ({ url, alt, width, height, thumbHash }: MediaDraft, row: string) => ({
    url,
    alt,
    width: toCount(width, "The width", `${row}.width`),
    height: toCount(height, "The height", `${row}.height`),
    thumbHash: thumbHash === "" ? null : thumbHash,
  });
  const input = {
    name,
    slug,
    description,
    brand: brand === "" ? null : brand,
    categoryIds,
    attributes,
    media: media.map((file, index) => toMedia(file, `media.${index}`)),
    variants: variants.map((variant, index) => {
      const row = `variant.${index}`;
      return {
        sku: variant.sku,
        name: variant.name,
        options: variant.options,
        price: toAmount(variant.price, currency, `${row}.price`),
        basePrices: splitAmounts(variant.otherPrices).map(([other, amount]) =>
          toAmount(amount, other, `${row}.otherPrices`),
        ),
        taxClassCode: variant.taxClass === "" ? null : variant.taxClass,
        weightGrams: toCount(variant.weight, "The weight", `${row}.weight`),
        media: toPictures(variant, media).map((file) => toMedia(file, `${row}.pictures`)),
        initialStock: toCount(variant.initialStock, "The stock", `${row}.initialStock`),
      };
    }),
  };
  return { input: input as CreateProductInput, errors };
}
