import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: "./workers/order/tables.ts",
  out: "./migrations/order",
});
