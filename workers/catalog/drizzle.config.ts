import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: "./workers/catalog/tables/*.ts",
  out: "./migrations/catalog",
});
