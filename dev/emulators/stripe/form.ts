export type FormValue = string | FormValue[] | { [key: string]: FormValue };
export type Form = { [key: string]: FormValue };

/** Parses a form body with Stripe's bracket notation: `a[b]=1&c[0]=2` is `{a: {b: "1"}, c: {"0": "2"}}`. */
export function parseForm(body: string): Form {
  const form: Form = {};
  for (const [name, value] of new URLSearchParams(body)) {
    const path = name.split("[").map((part) => part.replace(/\]$/, ""));
    let parent: Form = form;
    for (const part of path.slice(0, -1)) {
      const existing = parent[part];
      const child: Form = typeof existing === "object" && !Array.isArray(existing) ? existing : {};
      parent[part] = child;
      parent = child;
    }
    parent[path.at(-1) ?? ""] = value;
  }
  return form;
}
