import vendure from "@vendure/core";

/** Returns the production configuration that `@vendure/create` writes, without the dashboard, images and mail. */
export function createConfig({ synchronize = false } = {}) {
  const { env } = process;
  return {
    logger: new vendure.DefaultLogger({ level: vendure.LogLevel.Error }),
    apiOptions: { port: Number(env.PORT), hostname: "127.0.0.1", adminApiPath: "admin-api", shopApiPath: "shop-api" },
    authOptions: {
      tokenMethod: ["bearer"],
      requireVerification: false,
      superadminCredentials: { identifier: "superadmin", password: env.ADMIN_PASSWORD },
      cookieOptions: { secret: env.COOKIE_SECRET },
    },
    dbConnectionOptions: { type: "postgres", url: env.DATABASE_URL, synchronize, logging: false },
    // Accepts every payment without a request to a payment provider.
    paymentOptions: { paymentMethodHandlers: [vendure.dummyPaymentHandler] },
    customFields: {},
    plugins: [
      vendure.DefaultSchedulerPlugin.init(),
      vendure.DefaultJobQueuePlugin.init({ useDatabaseForBuffer: true }),
      vendure.DefaultSearchPlugin.init({ bufferUpdates: false, indexStockStatus: true }),
    ],
  };
}
