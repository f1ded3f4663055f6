import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: "./workers/account/tables.ts",
  out: "./migrations/account",
});
