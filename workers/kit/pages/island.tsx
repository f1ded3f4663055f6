import type { ComponentChildren } from "preact";

declare module "preact" {
  namespace JSX {
    interface IntrinsicElements {
      "x-island": { name: string; "data-props": string; children?: ComponentChildren };
    }
  }
}

interface IslandProps {
  /** The name of the file in `islands`. */
  readonly name: string;
  /** Values for the browser code. They become an attribute as JSON. */
  readonly props?: object;
  /** What the page shows without JavaScript, and until the island has started. */
  readonly children?: ComponentChildren;
}

/** A part of a page with browser code. The page must list its name in `islands`: see `renderPage`. */
export function Island({ name, props = {}, children }: IslandProps) {
  return (
    <x-island name={name} data-props={JSON.stringify(props)}>
      {children}
    </x-island>
  );
}
