/**
 * Countries without postal codes: those whose address format in Google's libaddressinput has no `%Z`. A country without a
 * format of its own has the default one, which has none either.
 */
const countriesWithoutPostalCodes = parseCodes(`
  AE AG AO AQ AW BF BI BJ BO BQ BS BV BW BZ CD CF CG CI CK CM CW DJ DM ER FJ GA GD GH GM GQ GY HK JM KI KM KN LC LY
  ML MO MR MS MW NR NU PA PS QA RW SB SC SL SR SS ST SX SY TD TF TG TK TL TO TV UG VU WS YE ZW
`);

/** Countries whose address format in libaddressinput has no `%C`: a city is the whole country, or part of the region. */
const countriesWithoutCities = parseCodes("AE GI JP KY MO NR SG");

/** Returns whether addresses of the country have a postal code. */
export function hasPostalCodes(countryCode: string): boolean {
  return !countriesWithoutPostalCodes.has(countryCode);
}

/** Returns whether addresses of the country have a city. */
export function hasCities(countryCode: string): boolean {
  return !countriesWithoutCities.has(countryCode);
}

/** Parses codes that are separated by white space. */
function parseCodes(codes: string): ReadonlySet<string> {
  return new Set(codes.trim().split(/\s+/));
}
