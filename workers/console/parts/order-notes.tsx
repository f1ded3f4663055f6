import { ActionForm } from "./action-form.tsx";
import type { OrderDetails } from "./order-data.ts";
import { Time } from "./time.tsx";

interface NotesProps {
  readonly order: OrderDetails;
  readonly mayWrite: boolean;
}

/** What staff wrote about the order. Buyers never see it. */
export function Notes({ order: { id, notes }, mayWrite }: NotesProps) {
  return (
    <section class="panel" aria-labelledby="notes">
      <h2 id="notes">Notes</h2>
      {notes.length === 0 && <p class="quiet">No member of staff has written a note.</p>}
      <ul>
        {notes.map((note) => (
          <li key={note.id}>
            {note.text}{" "}
            <span class="quiet">
              {note.actor}, <Time at={note.at} />
            </span>
          </li>
        ))}
      </ul>
      {mayWrite && (
        <ActionForm action={`/orders/${id}/notes`} label="Add note">
          <p class="field">
            <label for="note">Note</label>
            <textarea id="note" name="note" rows={2} maxlength={2_000} required />
          </p>
        </ActionForm>
      )}
    </section>
  );
}
