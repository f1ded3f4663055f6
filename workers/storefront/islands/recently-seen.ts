/** A product that the visitor has opened, as it is listed. */
interface SeenProduct {
  readonly path: string;
  readonly name: string;
  readonly picture: string;
}

interface RecentlySeenProps {
  readonly current: SeenProduct;
}

const storageKey = "stoa-recently-seen";
const maxShown = 4;

/** Shows the products that this browser has opened before, and stores the present one. The shop does not know them. */
export function start(element: HTMLElement, { current }: RecentlySeenProps): undefined {
  const others = read().filter(({ path }) => path !== current.path);
  const section = element.querySelector("section");
  const list = element.querySelector("ul");
  if (section === null || list === null) return;
  list.replaceChildren(...others.slice(0, maxShown).map(toItem));
  section.hidden = others.length === 0;
  write([current, ...others].slice(0, maxShown + 1));
}

function toItem({ path, name, picture }: SeenProduct): HTMLElement {
  const item = document.createElement("li");
  const card = document.createElement("article");
  card.className = "card";
  const image = new Image(400, 400);
  image.src = picture;
  image.alt = "";
  image.loading = "lazy";
  const heading = document.createElement("h3");
  const link = document.createElement("a");
  link.href = path;
  link.textContent = name;
  heading.append(link);
  card.append(image, heading);
  item.append(card);
  return item;
}

/** Storage may be switched off, and its content is the visitor's. */
function read(): readonly SeenProduct[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isSeenProduct) : [];
  } catch {
    return [];
  }
}

function isSeenProduct(value: unknown): value is SeenProduct {
  const { path, name, picture } = (value ?? {}) as Partial<SeenProduct>;
  return path?.startsWith("/products/") === true && typeof name === "string" && typeof picture === "string";
}

function write(products: readonly SeenProduct[]): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(products));
  } catch {
    // The list is a convenience.
  }
}
