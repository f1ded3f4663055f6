import { isCountry } from "../../kit/domain/countries.ts";
import { findMessages, type Language, languages } from "../messages/languages.ts";
import type { Locale } from "./page-context.ts";

interface LocaleSource {
  /** The language that the visitor has chosen. */
  readonly chosen: string | undefined;
  /** The header `Accept-Language`. */
  readonly accepted: string | undefined;
  readonly country: string | undefined;
}

const known = new Map<string, Locale>();
const maxKnown = 500;

/** Returns the language of a page, and the locale that formats its prices and dates. Browsers send few different headers. */
export function selectLocale(source: LocaleSource): Locale {
  const key = `${source.chosen}\n${source.country}\n${source.accepted}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size >= maxKnown) known.clear();
  const locale = computeLocale(source);
  known.set(key, locale);
  return locale;
}

/** Returns the locale as the API accepts it: language, script and region. */
export function toApiLocale({ tag, messages }: Locale): string {
  return /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?(?=-|$)/.exec(tag)?.[0] ?? messages.language;
}

/** Computes the language of a page, and the locale that formats its prices and dates. */
function computeLocale({ chosen, accepted, country }: LocaleSource): Locale {
  const tags = parseAcceptLanguage(accepted ?? "");
  const language = findLanguage(chosen ?? "") ?? tags.map(findLanguage).find((found) => found !== undefined) ?? "en";
  const regional = tags.find((tag) => findLanguage(tag) === language && tag.includes("-"));
  return {
    messages: findMessages(language),
    tag: toLocaleTag(regional ?? withRegion(language, country), language),
    country: country ?? findRegion(tags),
  };
}

/**
 * Returns the region of the browser's first language: AT for `de-AT`, and for `de,de-AT`. Other languages that a browser names say little
 * about the country: a German browser sends `de,en-US`.
 */
function findRegion(tags: readonly string[]): string | undefined {
  const [first] = tags.map(primaryOf);
  for (const tag of tags) {
    const region = primaryOf(tag) === first ? /-([a-z]{2})(-|$)/i.exec(tag)?.[1]?.toUpperCase() : undefined;
    if (region !== undefined && isCountry(region)) return region;
  }
  return undefined;
}

/** Returns the tags of the header, best first. Invalid ones are left out. */
function parseAcceptLanguage(header: string): readonly string[] {
  return header
    .slice(0, 500)
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().split(";");
      const quality = Number(/q=([\d.]+)/.exec(parameters.join(";"))?.[1] ?? "1");
      return { tag: tag.trim(), quality: Number.isFinite(quality) ? quality : 0 };
    })
    .filter(({ tag, quality }) => /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(tag) && quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag);
}

function findLanguage(tag: string): Language | undefined {
  const primary = primaryOf(tag);
  return languages.find((language) => language === primary);
}

function primaryOf(tag: string): string | undefined {
  return tag.split("-", 1)[0]?.toLowerCase();
}

function withRegion(language: Language, country: string | undefined): string {
  return country === undefined ? language : `${language}-${country}`;
}

function toLocaleTag(tag: string, fallback: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? fallback;
  } catch {
    return fallback;
  }
}
