import { describe, expect, it } from "vitest";
import { createObjectSql } from "../../../test/support/object-sql.ts";
import { maxOrderNotes } from "../domain/limits.ts";
import { NoteStore } from "./note-store.ts";

const createSql = () => createObjectSql() as unknown as SqlStorage;
const note = { text: "called", actor: "staff:acc_1", at: 1_000, sequence: 5, commandId: "k", requestHash: "h" };
const erased = { sequence: 7, at: 500, actor: "system", event: { type: "PersonalDataErased" } } as const;

describe("the notes of an order", () => {
  it("create no table before the first one", () => {
    const sql = createSql();
    const notes = new NoteStore(sql);
    notes.erase([erased]);
    expect(notes.read()).toEqual([]);
    expect(sql.exec("SELECT name FROM sqlite_master").toArray()).toEqual([]);
  });

  it("are deleted by an erasure after them at any time of the clocks, and stay after an earlier one", () => {
    const notes = new NoteStore(createSql());
    notes.add(note);
    notes.add({ ...note, text: "after", sequence: 7, commandId: "k2" });
    notes.erase([erased]);
    expect(notes.read().map(({ text }) => text)).toEqual(["after"]);
  });

  it("are refused beyond the limit", () => {
    const notes = new NoteStore(createSql());
    const add = (index: number) => notes.add({ ...note, commandId: `k${index}` });
    for (let index = 0; index < maxOrderNotes; index++) expect(add(index).ok).toBe(true);
    const refused = add(maxOrderNotes);
    expect(refused.ok ? undefined : refused.error.reason).toBe("TOO_MANY_NOTES");
    // A repetition is not a note more.
    expect(add(0).ok).toBe(true);
  });
});
