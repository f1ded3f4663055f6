type Drop = "before" | "into" | "after";

/** A place after all siblings. */
const end = 1_000_000;

/** Makes the categories of a tree draggable: onto another one it moves into it, onto the edge of one it moves beside it. */
export function start(element: HTMLElement): () => void {
  const form = element.querySelector<HTMLFormElement>("form[data-drop]");
  const ended = new AbortController();
  const { signal } = ended;
  let dragged: HTMLElement | undefined;
  let target: HTMLElement | undefined;

  const mark = (row: HTMLElement | undefined, drop?: Drop) => {
    if (target !== row) delete target?.dataset.drop;
    target = row;
    if (row !== undefined && drop !== undefined) row.dataset.drop = drop;
  };
  /** Returns the row below the pointer, unless it is the dragged category or below it. */
  const findRow = (event: DragEvent) => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>(".branch") : null;
    return row === null || dragged === undefined || dragged.contains(row) ? undefined : row;
  };

  for (const row of element.querySelectorAll<HTMLElement>(".branch")) row.draggable = true;
  element.addEventListener(
    "dragstart",
    (event) => {
      dragged = event.target instanceof Element ? (event.target.closest("li") ?? undefined) : undefined;
      if (event.dataTransfer !== null) event.dataTransfer.effectAllowed = "move";
    },
    { signal },
  );
  element.addEventListener(
    "dragover",
    (event) => {
      const row = findRow(event);
      if (row === undefined) return mark(undefined);
      event.preventDefault();
      mark(row, toDrop(row, event.clientY));
    },
    { signal },
  );
  element.addEventListener(
    "drop",
    (event) => {
      const row = findRow(event);
      if (row === undefined || dragged === undefined || form === null) return;
      event.preventDefault();
      const place = toPlace(dragged, row, toDrop(row, event.clientY));
      for (const [name, value] of Object.entries({ id: dragged.id, place })) {
        const input = form.querySelector<HTMLInputElement>(`[name=${name}]`);
        if (input !== null) input.value = value;
      }
      form.requestSubmit();
    },
    { signal },
  );
  element.addEventListener(
    "dragend",
    () => {
      dragged = undefined;
      mark(undefined);
    },
    { signal },
  );
  return () => ended.abort();
}

function toDrop(row: HTMLElement, y: number): Drop {
  const { top, height } = row.getBoundingClientRect();
  const share = (y - top) / height;
  return share < 0.25 ? "before" : share > 0.75 ? "after" : "into";
}

/** Returns the parent and the position that the form sends. Positions do not count the dragged category. */
function toPlace(dragged: HTMLElement, row: HTMLElement, drop: Drop): string {
  const item = row.closest("li");
  if (drop === "into" || item === null) return `${item?.id ?? ""}:${end}`;
  const { parent = "", position = "0" } = item.dataset;
  const index = Number(position) + (drop === "after" ? 1 : 0);
  const isFromAbove = dragged.dataset.parent === parent && Number(dragged.dataset.position) < index;
  return `${parent}:${isFromAbove ? index - 1 : index}`;
}
