import type { Locale } from "../server/page-context.ts";

interface PostalAddressProps {
  readonly locale: Locale;
  readonly address: {
    readonly name: string;
    readonly line1: string;
    readonly line2: string | null;
    readonly city: string;
    readonly region: string | null;
    readonly postalCode: string;
    readonly countryCode: string;
  };
}

/** An address as lines of text. */
export function PostalAddress({ locale, address }: PostalAddressProps) {
  const { name, line1, line2, city, region, postalCode, countryCode } = address;
  const country = new Intl.DisplayNames(locale.tag, { type: "region" }).of(countryCode);
  const place = [postalCode, city].filter((part) => part !== "").join(" ");
  return (
    <address>
      {[name, line1, line2, place, region, country]
        .filter((line) => line)
        .map((line) => (
          <span key={line}>{line}</span>
        ))}
    </address>
  );
}
