/** How a status looks: its shape says the same as its colour. */
export type StatusKind = "progress" | "success" | "done" | "warning" | "bad" | "off";

const shapes: Readonly<Record<StatusKind, string>> = {
  progress: "M2 8a6 6 0 1 0 12 0 6 6 0 1 0-12 0M8 2v12",
  success: "M3 8.5l3.5 3.5L13 4.5",
  done: "M2 2h12v12H2z",
  warning: "M8 1.5 15 14H1zM8 6v4M8 12v.5",
  bad: "M3 3l10 10M13 3 3 13",
  off: "M2 8h12",
};

interface StatusBadgeProps {
  readonly kind: StatusKind;
  readonly label: string;
}

/** A status as a word, a shape and a colour. */
export function StatusBadge({ kind, label }: StatusBadgeProps) {
  return (
    <span class={`status ${kind}`}>
      <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
        <path d={shapes[kind]} />
      </svg>
      {label}
    </span>
  );
}

/** Returns a word of the API for people: "Needs attention" for NEEDS_ATTENTION. */
export function toWords(name: string): string {
  const words = name.toLowerCase().replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
