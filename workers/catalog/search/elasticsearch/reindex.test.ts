import { describe, expect, it } from "vitest";
import type { Database } from "../../../kit/storage/postgres.ts";
import type { ElasticsearchClient, ElasticsearchRequest } from "./client.ts";
import { continueReindex, newReindex } from "./reindex.ts";

const category = { id: "cat_1", slug: "home", name: "Home", description: "", parent_id: null, path: ["cat_1"] };

/** A database with one category and no products. */
const db = {
  execute: async () => ({ rows: [category] }),
  batch: async () => [{ rows: [{ version: "1" }] }, { rows: [] }],
} as unknown as Database;

/** A node that rejects every document. */
const client: ElasticsearchClient = {
  alias: "products",
  request: async <T>({ path }: ElasticsearchRequest) => {
    if (!path.includes("/_bulk")) return [] as T;
    const error = { type: "document_parsing_exception", reason: "invalid" };
    return { items: [{ index: { _id: "cat_1", status: 400, error } }] } as T;
  },
};

describe("continueReindex", () => {
  it("reports categories that the index rejects", async () => {
    const { rejected } = await continueReindex(client, db, newReindex, 1);
    expect([...rejected]).toEqual([["cat_1", "document_parsing_exception: invalid"]]);
  });
});
