/** Draws the pictures of the demo shop: a still life of each product, always the same for the same product and colour. */

type Shape = keyof typeof shapes;

/** Shapes by a word in the slug of a category or product. The first that matches applies. */
const shapeWords: readonly (readonly [RegExp, Shape])[] = [
  [/stool|bench/, "stool"],
  [/pendant|lantern|bulb|headlamp/, "pendant"],
  [/saucepan|oven|steamer/, "pot"],
  [/\bpan\b|wok|griddle|lid/, "pan"],
  [/mug|cup/, "cup"],
  [/kettle|teapot|press|pitcher|grinder|pour-over/, "kettle"],
  [/boot/, "boot"],
  [/sleeping|sack/, "roll"],
  [/stove|mess-kit|filter/, "pot"],
  [/lamp|light/, "lamp"],
  [/chair|sofa/, "chair"],
  [/table|desk|console|furniture/, "table"],
  [/cookware|saucepan|oven|steamer|kitchen/, "pot"],
  [/coffee|tea|cup|mug/, "cup"],
  [/shirt|polo|tee|boatneck|clothing/, "shirt"],
  [/shoe|runner|sneaker|loafer|slipper|sandal/, "shoe"],
  [/camp|tent|outdoor/, "tent"],
];

const colours: Readonly<Record<string, string>> = {
  brass: "#c79a3f",
  black: "#2e2d31",
  oak: "#c59a61",
  walnut: "#70492f",
  white: "#f4f0e8",
  graphite: "#4b4e54",
  forest: "#46624c",
  sand: "#cfb88f",
  steel: "#9ba5ab",
  aluminium: "#b4bcc0",
  titanium: "#8b8f96",
  "cast iron": "#3b3c40",
  copper: "#b8703f",
  glass: "#a9c4c6",
  ceramic: "#d8c7b0",
  porcelain: "#ece7dd",
  enamel: "#5e7f9c",
  paper: "#efe3c8",
  wood: "#b98a55",
  stone: "#a8a29a",
  leather: "#8b5a3a",
  canvas: "#b9ab8c",
  fabric: "#7d8b86",
  linen: "#d6c8ab",
  cotton: "#7f93a8",
  wool: "#8f6f63",
  mesh: "#c2573c",
  cork: "#b98f62",
  nylon: "#4f7a78",
  down: "#5a6f9e",
};

const palette = ["#b4553a", "#c08a3e", "#5f7f8c", "#6f7f52", "#8a5a6e", "#9c6b4a"];
const walls = ["#efe6da", "#e6e9e2", "#e9e2e4", "#e3e8ec", "#f0e7d3", "#e8e4ee"];

const known = (colour: string) => Object.hasOwn(colours, colour);

export interface StillLifeSource {
  readonly slug: string;
  readonly categories: readonly { readonly slug: string }[];
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
}

/** Returns the path of the picture of a product, in the colour of one of its variants if it has one. */
export function stillLifePath(product: StillLifeSource, options: StillLifeSource["attributes"] = []): string {
  const words = [product.slug, ...product.categories.map(({ slug }) => slug)];
  const shape = words.map(findShape).find((found) => found !== undefined) ?? "vase";
  const colour = [...options, ...product.attributes].map(({ value }) => value.toLowerCase()).find(known) ?? "plain";
  return `/images/${shape}/${colour.replaceAll(" ", "-")}/${product.slug}.svg`;
}

function findShape(words: string): Shape | undefined {
  return shapeWords.find(([pattern]) => pattern.test(words))?.[1];
}

/** Draws a picture by the parts of its path. Undefined if no product has such a picture. */
export function drawStillLife(shape: string, colourSlug: string, slug: string): string | undefined {
  if (!Object.hasOwn(shapes, shape) || !/^[a-z0-9-]{1,100}$/.test(slug)) return undefined;
  const random = createRandom(slug);
  const wall = pick(walls, random());
  const colourName = colourSlug.replaceAll("-", " ");
  if (colourName !== "plain" && !known(colourName)) return undefined;
  const colour = colours[colourName] ?? pick(palette, random());
  const left = random() < 0.5;
  const sun = Math.round(70 + random() * 60);
  const body = shapes[shape as Shape](shade(colour), random());
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400"><path fill="${wall}" d="M0 0h400v400H0z"/><circle cx="${left ? 110 : 290}" cy="120" r="${sun}" fill="#fff" opacity=".45"/><path fill="${mix(wall, "#6b5a48", 0.14)}" d="M0 312h400v88H0z"/><ellipse cx="${left ? 214 : 186}" cy="336" rx="118" ry="13" opacity=".13"/>${left ? body : `<g transform="matrix(-1 0 0 1 400 0)">${body}</g>`}</svg>`;
}

interface Shades {
  readonly base: string;
  readonly dark: string;
  readonly light: string;
}

const shapes = {
  lamp: ({ base, dark, light }: Shades, x: number) => {
    const top = 70 + x * 40;
    return `<path fill="${dark}" d="M150 326q50-22 100 0v10H150z"/><path stroke="${dark}" stroke-width="9" fill="none" d="M200 322V${top + 70}"/><path fill="${base}" d="M158 ${top}h84l36 ${96 - x * 12}H122z"/><path fill="${light}" d="M158 ${top}h30l-22 ${96 - x * 12}h-44z"/><ellipse cx="200" cy="${top + 110}" rx="70" ry="26" fill="#ffe9b0" opacity=".55"/>`;
  },
  pendant: ({ base, dark, light }: Shades, x: number) => {
    const r = 72 + x * 18;
    return `<path stroke="${dark}" stroke-width="5" d="M200 0v110"/><path fill="${dark}" d="M184 100h32v22h-32z"/><circle cx="200" cy="${118 + r}" r="${r}" fill="${base}"/><path fill="${light}" d="M${200 - r} ${118 + r}a${r} ${r} 0 0 1 ${r}-${r}q-${r * 0.7} ${r * 0.4}-${r * 0.5} ${r * 1.5}a${r} ${r} 0 0 1-${r * 0.5}-${r * 0.5}" opacity=".8"/><ellipse cx="200" cy="332" rx="84" ry="12" fill="#ffe9b0" opacity=".6"/>`;
  },
  chair: ({ base, dark, light }: Shades, x: number) => {
    const seat = 214 + x * 14;
    return `<path stroke="${dark}" stroke-width="10" stroke-linecap="round" d="M146 ${seat}l-14 ${328 - seat}M256 ${seat}l20 ${328 - seat}M166 ${seat}l-4 ${318 - seat}M236 ${seat}l10 ${318 - seat}"/><path fill="${base}" d="M132 ${92 + x * 30}q8-14 26-12l20 2q12 2 12 14l-8 ${118 - x * 18}h-40z"/><path fill="${light}" d="M132 ${92 + x * 30}q8-14 26-12l4 ${130 - x * 16}h-20z"/><path fill="${base}" d="M134 ${seat - 14}h122q18 0 18 14t-18 14H140q-12 0-12-14z"/><path fill="${dark}" d="M128 ${seat}q0 14 12 14h116q18 0 18-14v8q0 14-18 14H140q-12 0-12-14z"/>`;
  },
  stool: ({ base, dark, light }: Shades, x: number) => {
    const seat = 176 + x * 40;
    return `<path stroke="${dark}" stroke-width="12" stroke-linecap="round" d="M160 ${seat}l-30 ${330 - seat}M240 ${seat}l30 ${330 - seat}M200 ${seat}v${322 - seat}M146 ${seat + 84}h108"/><path fill="${base}" d="M124 ${seat - 20}h152v20q0 12-16 12H140q-16 0-16-12z"/><ellipse cx="200" cy="${seat - 20}" rx="76" ry="14" fill="${light}"/>`;
  },
  table: ({ base, dark, light }: Shades, x: number) => {
    const top = 190 + x * 46;
    return `<path stroke="${dark}" stroke-width="12" stroke-linecap="round" d="M96 ${top}l-12 ${328 - top}M304 ${top}l12 ${328 - top}M124 ${top}l-4 ${314 - top}M276 ${top}l4 ${314 - top}"/><path fill="${base}" d="M64 ${top - 14}h272v22H64z"/><path fill="${light}" d="M92 ${top - 34}h216l28 20H64z"/><path fill="#5d7a5a" d="M${230 - x * 90} ${top - 74}q-26-34 2-52 26 20-2 52m2 2q10-36 34-34-2 28-34 34"/><path fill="#e9e1d3" d="M${216 - x * 90} ${top - 72}h34l-5 44h-24z"/>`;
  },
  pot: ({ base, dark, light }: Shades, x: number) => {
    const h = 90 + x * 40;
    const y = 328 - h;
    return `<path stroke="${dark}" stroke-width="11" fill="none" stroke-linecap="round" d="M110 ${y + 30}H88v24h22M290 ${y + 30}h22v24h-22"/><path fill="${base}" d="M106 ${y}h188v${h - 26}q0 26-30 26H136q-30 0-30-26z"/><path fill="${light}" d="M106 ${y}h40v${h}h-10q-30 0-30-26z"/><path fill="${dark}" d="M98 ${y - 10}q102-34 204 0v14H98z"/><circle cx="200" cy="${y - 32}" r="11" fill="${dark}"/>`;
  },
  pan: ({ base, dark, light }: Shades, x: number) => {
    const r = 84 + x * 14;
    return `<path fill="${dark}" d="M${214 + r - 30} ${250 - r * 0.6}l100-66q14-6 18 6t-6 18l-92 78z"/><circle cx="180" cy="${328 - r}" r="${r}" fill="${base}"/><circle cx="180" cy="${328 - r}" r="${r - 16}" fill="${dark}"/><path fill="none" stroke="${light}" stroke-width="6" stroke-linecap="round" opacity=".7" d="M${180 - r + 34} ${328 - r}a${r - 34} ${r - 34} 0 0 1 ${r - 34}-${r - 34}"/>`;
  },
  kettle: ({ base, dark, light }: Shades, x: number) => {
    const y = 196 - x * 20;
    return `<path stroke="${dark}" stroke-width="11" fill="none" d="M276 ${y + 26}q52-4 44 52-6 38-46 36"/><path fill="${base}" d="M136 ${y + 70}q-34-10-50-64l18-4q14 34 40 40z"/><path fill="${base}" d="M146 ${y}h110q34 66 34 112 0 20-20 20H134q-20 0-20-20 0-46 32-112z"/><path fill="${light}" d="M146 ${y}h28q-28 66-26 132h-14q-20 0-20-20 0-46 32-112z"/><path fill="${dark}" d="M150 ${y - 12}h102v16H150z"/><circle cx="201" cy="${y - 22}" r="11" fill="${dark}"/>`;
  },
  cup: ({ base, dark, light }: Shades, x: number) => {
    const y = 218 - x * 16;
    return `<path stroke="${base}" stroke-width="14" fill="none" d="M262 ${y + 22}q46-4 42 32-6 32-50 30"/><path fill="${base}" d="M126 ${y}h144l-12 ${92 + x * 14}q-4 20-26 20h-68q-22 0-26-20z"/><path fill="${light}" d="M126 ${y}h36l2 ${112 + x * 14}q-22 0-26-20z"/><ellipse cx="198" cy="${y}" rx="72" ry="14" fill="${dark}"/><path stroke="${dark}" stroke-width="5" fill="none" stroke-linecap="round" opacity=".35" d="M178 ${y - 30}q-14-18 0-34t0-34M214 ${y - 30}q-14-18 0-34t0-34"/><path fill="${light}" d="M96 328h208l-14 12H110z"/>`;
  },
  shirt: ({ base, dark, light }: Shades, x: number) => {
    const stripes =
      x > 0.6 ? `<path stroke="${light}" stroke-width="9" d="M134 178h132M134 210h132M134 242h132M134 274h132"/>` : "";
    return `<path fill="${dark}" d="M196 36q18-2 18 14 0 12-14 16v18l92 40-8 14-84-36-84 36-8-14 84-38V56h10q6-2 6-8 0-6-8-6z" opacity=".5"/><path fill="${base}" d="M158 96q42 34 84 0l60 26 34 78-48 22-16-32v134H128V190l-16 32-48-22 34-78z"/>${stripes}<path fill="${light}" d="M158 96l-60 26-34 78 14 6 42-64z"/><path fill="${dark}" d="M158 96q42 34 84 0l8 6q-50 44-100 0z"/>`;
  },
  shoe: ({ base, dark, light }: Shades, x: number) =>
    `<path fill="${base}" d="M92 ${214 - x * 14}q24 16 56 2 30 50 96 62 62 8 70 40H90q-12-58 2-104z"/><path fill="${light}" d="M92 ${214 - x * 14}q24 16 56 2l14 20q-38 22-78 10 2-18 8-32z"/><path fill="#f6f2ea" d="M84 310h232q8 22-12 24H96q-16 0-12-24z"/><path stroke="#f6f2ea" stroke-width="6" stroke-linecap="round" d="M172 246l22-16M192 262l20-18M214 274l18-18"/><path fill="${dark}" d="M84 326h228q-2 8-12 8H96q-10 0-12-8z"/>`,
  boot: ({ base, dark, light }: Shades, x: number) =>
    `<path fill="${base}" d="M124 ${112 + x * 20}h92q-6 70 6 112 70 10 88 46 8 20 4 40H112q14-92 12-198z"/><path fill="${light}" d="M124 ${112 + x * 20}h30q8 110-10 198h-32q14-92 12-198z"/><path fill="${dark}" d="M108 304h210v16q0 12-12 12H120q-12 0-12-12zM124 ${112 + x * 20}h92v16h-92z"/><path stroke="${light}" stroke-width="6" stroke-linecap="round" d="M196 168l20 4M194 194l22 4M196 220l24 4"/>`,
  tent: ({ base, dark, light }: Shades, x: number) => {
    const top = 118 + x * 30;
    return `<path fill="${base}" d="M176 ${top}L56 330h260z"/><path fill="${dark}" d="M176 ${top}l140 212h44L214 ${top - 6}z"/><path fill="${light}" d="M176 ${top}L56 330h54z"/><path fill="#2d2a28" d="M176 ${top + 70}l-46 142h96z" opacity=".8"/><path stroke="#6b5a48" stroke-width="3" d="M56 330l-30 6M360 330l24 6"/>`;
  },
  roll: ({ base, dark, light }: Shades, x: number) => {
    const r = 58 + x * 14;
    return `<path fill="${base}" d="M124 ${330 - 2 * r}h160v${2 * r}H124z"/><path fill="${light}" d="M124 ${330 - 2 * r}h160v${r * 0.6}H124z"/><ellipse cx="284" cy="${330 - r}" rx="${r * 0.55}" ry="${r}" fill="${base}"/><ellipse cx="124" cy="${330 - r}" rx="${r * 0.55}" ry="${r}" fill="${dark}"/><path fill="none" stroke="${light}" stroke-width="5" d="M124 ${330 - r}m-14 0a14 26 0 1 1 28 0 22 38 0 1 1-44 0"/><path fill="${dark}" d="M176 ${330 - 2 * r}h14v${2 * r}h-14zM238 ${330 - 2 * r}h14v${2 * r}h-14z"/>`;
  },
  vase: ({ base, dark, light }: Shades, x: number) =>
    `<path fill="#5d7a5a" d="M196 ${160 - x * 20}q-50-50-18-98 44 34 18 98m10 4q4-66 52-74 2 56-52 74"/><path fill="${base}" d="M164 160h72q-8 30 20 66 34 48-6 92-8 12-20 12h-60q-12 0-20-12-40-44-6-92 28-36 20-66z"/><path fill="${light}" d="M164 160h20q6 34-18 72-26 50 4 98-12 0-20-12-40-44-6-92 28-36 20-66z"/><path fill="${dark}" d="M160 152h80v14h-80z"/>`,
} as const;

function shade(base: string): Shades {
  return { base, dark: mix(base, "#1a1613", 0.32), light: mix(base, "#fffaf0", 0.26) };
}

function mix(a: string, b: string, share: number): string {
  const channel = (at: number) => {
    const [from, to] = [a, b].map((colour) => Number.parseInt(colour.slice(at, at + 2), 16));
    return Math.round((from ?? 0) * (1 - share) + (to ?? 0) * share)
      .toString(16)
      .padStart(2, "0");
  };
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}

function pick<T>(values: readonly [T, ...T[]] | readonly T[], at: number): T {
  return values[Math.floor(at * values.length)] as T;
}

/** Returns a generator of numbers from 0 to 1 that depend on the seed only, with two digits. */
function createRandom(seed: string): () => number {
  let state = 2_166_136_261;
  for (const char of seed) state = Math.imul(state ^ (char.codePointAt(0) ?? 0), 16_777_619);
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 4_294_967_296) * 100) / 100;
  };
}
