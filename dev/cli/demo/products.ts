/** The products of the demo shop: sixty in eight categories. The category determines the options and prices of a product. */

type Row = readonly [name: string, brand: string, price: number, material: string, description: string];

interface DemoCategory {
  readonly path: string;
  readonly code: string;
  /** The name of the option that variants differ by, and its values. */
  readonly option: readonly [name: string, values: readonly string[]];
  readonly rows: readonly Row[];
}

const categories: readonly DemoCategory[] = [
  {
    path: "Home/Lighting",
    code: "LGT",
    option: ["finish", ["brass", "black"]],
    rows: [
      ["Halden Reading Lamp", "Nordlys", 8900, "steel", "A slim floor lamp whose arm stays where you leave it."],
      ["Marina Table Lamp", "Nordlys", 6400, "ceramic", "A glazed base and a linen shade for a warm pool of light."],
      ["Orbit Pendant", "Kvist", 12900, "glass", "A hand-blown globe that hangs low over a table."],
      ["Alba Wall Light", "Kvist", 5400, "steel", "Light up and down a wall, without a glare."],
      ["Tove Clip Lamp", "Nordlys", 2900, "aluminium", "Clips to a shelf or a bed and turns every way."],
      ["Pluma Paper Lantern", "Osaka Works", 3400, "paper", "Folded washi paper on a bamboo frame."],
      ["Faro Outdoor Lantern", "Kvist", 7900, "steel", "Stands in the rain and charges in the sun."],
      ["Sol Dimmable Bulb Set", "Nordlys", 1900, "glass", "Three bulbs from candlelight to daylight."],
    ],
  },
  {
    path: "Home/Furniture/Chairs",
    code: "CHR",
    option: ["color", ["oak", "walnut", "black"]],
    rows: [
      ["Bergen Dining Chair", "Fjord", 15900, "wood", "A curved back and a woven seat for long dinners."],
      ["Lisbon Lounge Chair", "Fjord", 48900, "leather", "Low, wide and deep: bring a book."],
      ["Kyoto Stool", "Osaka Works", 7900, "wood", "Three legs, no screws, any corner."],
      ["Reef Rocking Chair", "Saltmarsh", 32900, "wood", "A quiet rocker with a wool cushion."],
      ["Studio Desk Chair", "Tekton", 27900, "fabric", "Follows the back all day, on soft castors."],
      ["Harbour Folding Chair", "Saltmarsh", 5900, "canvas", "Folds flat, hangs on a hook, lasts for years."],
      ["Nook Armchair", "Fjord", 39900, "fabric", "High sides that keep a draught and a noise away."],
      ["Piccolo Children's Chair", "Tekton", 4900, "wood", "Rounded edges and a seat that grows along."],
    ],
  },
  {
    path: "Home/Furniture/Tables",
    code: "TBL",
    option: ["size", ["120 cm", "160 cm"]],
    rows: [
      ["Bergen Dining Table", "Fjord", 69900, "wood", "Solid planks, oiled by hand, for six or eight."],
      ["Loft Standing Desk", "Tekton", 54900, "steel", "From sitting to standing in nine silent seconds."],
      ["Pebble Coffee Table", "Saltmarsh", 24900, "stone", "A soft oval of terrazzo on three feet."],
      ["Arc Side Table", "Kvist", 11900, "steel", "Slides over the sofa and holds a cup and a book."],
      ["Workshop Bench", "Tekton", 42900, "wood", "A beech top that takes a hammer."],
      ["Tavola Extending Table", "Fjord", 84900, "wood", "One pull for two more guests."],
      ["Isle Console", "Saltmarsh", 31900, "wood", "Narrow enough for any hall."],
    ],
  },
  {
    path: "Kitchen/Cookware",
    code: "CKW",
    option: ["size", ["20 cm", "24 cm", "28 cm"]],
    rows: [
      ["Forge Cast Iron Pan", "Emberline", 5900, "cast iron", "Seasoned twice, and better every year."],
      ["Copperhead Saucepan", "Emberline", 13900, "copper", "Answers the flame at once, lined with steel."],
      ["Everyday Frying Pan", "Casa Viva", 3900, "steel", "An egg slides off, a dishwasher is fine."],
      ["Stew Dutch Oven", "Emberline", 17900, "cast iron", "Enamelled, heavy-lidded, for slow Sundays."],
      ["Lumen Glass Lid", "Casa Viva", 1500, "glass", "See it simmer."],
      ["Carbon Wok", "Casa Viva", 4900, "steel", "Thin, hot and fast."],
      ["Trio Steamer", "Casa Viva", 6900, "steel", "Three baskets over one pot."],
      ["Griddle Plate", "Emberline", 6400, "cast iron", "Two burners, a whole breakfast."],
    ],
  },
  {
    path: "Kitchen/Coffee and Tea",
    code: "COF",
    option: ["color", ["white", "graphite"]],
    rows: [
      ["Morning Pour-Over Set", "Slow Cup", 4400, "ceramic", "Dripper, carafe and forty filters."],
      ["Hand Grinder", "Slow Cup", 8900, "steel", "Steel burrs, from espresso to press."],
      ["Press for Four", "Slow Cup", 3900, "glass", "A French press with a double wall."],
      ["Gooseneck Kettle", "Emberline", 7900, "steel", "Pours a thread, keeps its temperature."],
      ["Terra Mug Pair", "Casa Viva", 2400, "ceramic", "Two mugs that fit the hand."],
      ["Kettle Teapot", "Osaka Works", 5400, "cast iron", "A small iron pot with a steel strainer."],
      ["Espresso Cups", "Casa Viva", 2900, "porcelain", "Six thin cups with saucers."],
      ["Milk Pitcher", "Slow Cup", 1900, "steel", "A sharp spout for latte art."],
    ],
  },
  {
    path: "Clothing/Shirts",
    code: "SHT",
    option: ["size", ["S", "M", "L", "XL"]],
    rows: [
      ["Linen Summer Shirt", "Atelier Nove", 7900, "linen", "Cool, a little crumpled, and meant to be."],
      ["Oxford Button-Down", "Atelier Nove", 6900, "cotton", "The shirt that goes with everything."],
      ["Merino Crew T-Shirt", "Trailhead", 6400, "wool", "Warm when it is cold, dry when it is not."],
      ["Organic Basic Tee", "Plain Goods", 2400, "cotton", "Heavy cotton, straight cut, no print."],
      ["Flannel Overshirt", "Trailhead", 8900, "cotton", "Brushed inside, with two chest pockets."],
      ["Striped Boatneck", "Plain Goods", 3900, "cotton", "Navy on white, as sailors wore it."],
      ["Piqué Polo", "Plain Goods", 4400, "cotton", "A soft collar that keeps its shape."],
    ],
  },
  {
    path: "Clothing/Shoes",
    code: "SHO",
    option: ["size", ["38", "40", "42", "44"]],
    rows: [
      ["Trail Runner", "Trailhead", 12900, "mesh", "Grips mud, drains puddles, weighs little."],
      ["Canvas Sneaker", "Plain Goods", 5900, "canvas", "A rubber sole and nothing to prove."],
      ["Leather Chelsea Boot", "Atelier Nove", 18900, "leather", "Goodyear welted, so that it can be resoled."],
      ["Wool Slipper", "Saltmarsh", 4900, "wool", "Felted in one piece, warm at once."],
      ["City Loafer", "Atelier Nove", 14900, "leather", "Soft from the first day."],
      ["Summit Hiking Boot", "Trailhead", 21900, "leather", "Ankles held, toes dry, miles ahead."],
      ["Beach Sandal", "Plain Goods", 2900, "cork", "A cork bed that takes your shape."],
    ],
  },
  {
    path: "Outdoor/Camping",
    code: "CMP",
    option: ["color", ["forest", "sand"]],
    rows: [
      ["Ridge Two-Person Tent", "Trailhead", 34900, "nylon", "Up in four minutes, down in two."],
      ["Drift Down Sleeping Bag", "Trailhead", 24900, "down", "For nights to minus five."],
      ["Billy Camp Stove", "Emberline", 6900, "titanium", "Boils a litre in four minutes."],
      ["Dry Sack Set", "Saltmarsh", 3400, "nylon", "Three sizes, all watertight."],
      ["Enamel Mess Kit", "Casa Viva", 3900, "enamel", "Plate, bowl and mug for one."],
      ["Lookout Headlamp", "Nordlys", 4400, "aluminium", "Three hundred lumens, a red light for the map."],
      ["Trek Water Filter", "Trailhead", 5400, "steel", "Any stream, a litre a minute."],
    ],
  },
];

const currency = "USD";

/** Returns the demo products as objects for the import, always the same. */
export function getDemoProducts() {
  return categories.flatMap(({ path, code, option: [option, values], rows }) =>
    rows.map(([name, brand, price, material, description], index) => ({
      slug: toSlug(name),
      name,
      description: `${description} Made of ${material} by ${brand}.`,
      brand,
      categoryPaths: [path],
      attributes: [
        { name: "material", value: material },
        { name: "brand", value: brand },
      ],
      media: [{ url: `https://images.stoa.example/${toSlug(name)}.jpg`, alt: name, width: 400, height: 400 }],
      variants: values.map((value, position) => ({
        sku: `${code}-${String(index + 1).padStart(2, "0")}-${position + 1}`,
        name: value,
        options: [{ name: option, value }],
        price: { amountMinor: String(price + (option === "size" && code !== "SHT" ? position * 1000 : 0)), currency },
        initialStock: 20 + ((index * 7 + position * 13) % 60),
      })),
    })),
  );
}

function toSlug(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/[\u0300-\u036f']/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-");
}
