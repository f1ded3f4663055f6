import type { Messages } from "../messages/en.ts";

interface Crumb {
  readonly name: string;
  readonly path: string;
}

/** The way from the start page to the current page, whose own entry is the last one. */
export function Breadcrumbs({ messages, crumbs }: { readonly messages: Messages; readonly crumbs: readonly Crumb[] }) {
  return (
    <nav class="breadcrumbs" aria-label={messages.layout.breadcrumbs}>
      <ol>
        {crumbs.map(({ name, path }, index) => (
          <li key={path}>
            <a href={path} aria-current={index === crumbs.length - 1 ? "page" : undefined}>
              {name}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** Returns the same way as an object of schema.org. */
export function toBreadcrumbList(crumbs: readonly Crumb[], origin: string): object {
  return {
    "@context": "https://schema.org",
    "@type": "BreadcrumbList",
    itemListElement: crumbs.map(({ name, path }, index) => ({
      "@type": "ListItem",
      position: index + 1,
      name,
      item: `${origin}${path}`,
    })),
  };
}
