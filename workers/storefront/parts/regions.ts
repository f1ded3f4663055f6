/** How addresses of some countries name the part of the country that a parcel goes to. */
export type RegionKind = "state" | "province" | "prefecture" | "county" | "region";

const kinds: Readonly<Record<string, RegionKind>> = {
  AU: "state",
  BR: "state",
  CA: "province",
  CN: "province",
  ES: "province",
  IE: "county",
  IN: "state",
  IT: "province",
  JP: "prefecture",
  KR: "province",
  MX: "state",
  MY: "state",
  NG: "state",
  TH: "province",
  US: "state",
};

/** Countries whose tax depends on the region. Their regions are chosen by code: ISO 3166-2 without the country. */
const codes: Readonly<Record<string, string>> = {
  CA: "AB BC MB NB NL NS NT NU ON PE QC SK YT",
  US: `AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR
    PA RI SC SD TN TX UT VT VA WA WV WI WY PR`,
};

/** Returns what the region of an address is called. Undefined for countries whose addresses have none. */
export function findRegionKind(countryCode: string): RegionKind | undefined {
  return kinds[countryCode];
}

/** Returns the codes of the country's regions. Empty where the region is written by hand. */
export function regionCodesOf(countryCode: string): readonly string[] {
  return codes[countryCode]?.trim().split(/\s+/) ?? [];
}

/**
 * Returns an error when a country's tax depends on the region and the address has none. The API accepts such an address, because it
 * may be all that a client knows: the order then has the taxes of the whole country only.
 */
export function findRegionErrors({ countryCode, region }: { readonly countryCode: string; readonly region: string }) {
  const codes = regionCodesOf(countryCode);
  const isComplete = codes.length === 0 || codes.includes(region);
  return isComplete ? [] : [{ code: "INVALID_ADDRESS", field: ["region"], message: "Choose a region" }];
}
