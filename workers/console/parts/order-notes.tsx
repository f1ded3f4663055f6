import type { OrderDetails } from "./order-data.ts";
import { Time } from "./time.tsx";

/** What staff wrote about the order. Buyers never see it. */
export function Notes({ order: { notes } }: { readonly order: OrderDetails }) {
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
    </section>
  );
}
