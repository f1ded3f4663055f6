export type FormValue = string | FormValue[] | { [key: string]: FormValue };
export type Form = { [key: string]: FormValue };

/** Reads a form body with Stripe's brackets: `a[b]=1&c[0]=2` is `{a: {b: "1"}, c: {"0": "2"}}`. */
export function parseForm(body: string): Form {
  const form: Form = {};
  for (const [name, value] of new URLSearchParams(body)) {
    const path = name.split("[").map((part) => part.replace(/\]$/, ""));
    let at: Form = form;
    for (const part of path.slice(0, -1)) {
      const next = at[part];
      const child: Form = typeof next === "object" && !Array.isArray(next) ? next : {};
      at[part] = child;
      at = child;
    }
    at[path.at(-1) ?? ""] = value;
  }
  return form;
}
