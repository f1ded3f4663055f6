import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { useShop } from "../support/use-shop.ts";

const shop = useShop();
const file = new URL("../../workers/catalog/search/text.samples.json", import.meta.url);
const samples = JSON.parse(readFileSync(file, "utf8")) as [string, string][];

describe("the functions in Postgres that split text into words", () => {
  it("split as the query does", async () => {
    const rows = await shop.sql("catalog")`
      select t.text, array_to_string(array_remove(string_to_array(search_words(t.text), ' '), ''), ' ') as terms
      from unnest(${samples.map(([text]) => text)}::text[]) with ordinality as t(text, position) order by t.position`;
    expect(rows.map(({ text, terms }) => [text, terms])).toEqual(samples);
  });
});
