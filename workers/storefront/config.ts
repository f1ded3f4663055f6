import { memoizeConfig, readOrigins, requireOneOf, requireUrl } from "../kit/config.ts";

export interface StorefrontConfig {
  /** The origin of this site, for example `https://shop.example`. */
  readonly origin: string;
  readonly pictures: "media" | "drawn";
  /** Origins of pictures, besides this site. */
  readonly pictureOrigins: readonly string[];
  /** The payment provider's key for browsers. Undefined in a test shop. */
  readonly stripePublishableKey: string | undefined;
}

/** Returns the configuration of this Worker. Throws a ConfigError when a variable is missing or invalid. */
export const readConfig = memoizeConfig<Env, StorefrontConfig>((env) => ({
  origin: requireUrl(env, "STOREFRONT_URL"),
  pictures: requireOneOf(env, "PICTURES", ["media", "drawn"]),
  pictureOrigins: [...readOrigins(env, "PICTURE_ORIGINS")],
  stripePublishableKey: env.STRIPE_PUBLISHABLE_KEY === "" ? undefined : env.STRIPE_PUBLISHABLE_KEY,
}));
