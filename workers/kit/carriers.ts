import { ConfigError } from "./config.ts";

/** A carrier that the shop is configured for. */
export interface ConfiguredCarrier {
  /** The code in shipping zones, for example `ups-ground`. */
  readonly code: string;
  /** The provider's name of the carrier. */
  readonly name: string;
  /** The provider's name of the only service that counts. Undefined for the cheapest service of the carrier. */
  readonly service?: string;
}

const entry = /^([a-z0-9]+(?:-[a-z0-9]+)*)=([A-Za-z0-9]+)(?::([A-Za-z0-9]+))?$/;

/**
 * Returns the carriers that `CARRIERS` names: `code=Carrier` or `code=Carrier:Service`, separated by spaces. Throws a
 * ConfigError for another value. The catalog and the order service have the same value.
 */
export function readCarriers(env: { readonly CARRIERS: string }): readonly ConfiguredCarrier[] {
  const carriers = env.CARRIERS.split(/\s+/)
    .filter((text) => text !== "")
    .map((text): ConfiguredCarrier => {
      const [, code, name, service] = entry.exec(text) ?? [];
      if (code === undefined || name === undefined)
        throw new ConfigError("CARRIERS", "is not a list of `code=Carrier`");
      return { code, name, ...(service === undefined ? {} : { service }) };
    });
  if (new Set(carriers.map(({ code }) => code)).size < carriers.length) {
    throw new ConfigError("CARRIERS", "has a code twice");
  }
  return carriers;
}
