/** A part of the monthly cost, in US dollars. */
export interface Cost {
  readonly name: string;
  readonly basis: string;
  readonly usd: number;
}

/** What a shop costs without customers. Prices of November 2026. */
const fixed: readonly Cost[] = [
  { name: "Workers Paid", basis: "subscription", usd: 5 },
  { name: "Neon", basis: "one project with three databases, always on: 0.25 CU × 730 h × 0.106", usd: 19 },
];

/** What one order uses, as counted in the trace of an order. The last four columns are the price and its unit. */
const perOrder = [
  { name: "Durable Objects, duration", use: "0.24 GB-s", amount: 0.24, price: 12.5, unit: 1_000_000 },
  { name: "Durable Objects, rows written", use: "10 rows", amount: 10, price: 1, unit: 1_000_000 },
  { name: "Queues", use: "6 operations", amount: 6, price: 0.4, unit: 1_000_000 },
  { name: "Logs", use: "23 lines, unsampled", amount: 23, price: 0.6, unit: 1_000_000 },
  { name: "Traces", use: "47 spans, unsampled", amount: 47, price: 0.6, unit: 1_000_000 },
  { name: "Redis", use: "10 commands", amount: 10, price: 0.2, unit: 100_000 },
  { name: "Durable Objects, storage", use: "12 kB, each month", amount: 0.000012, price: 0.2, unit: 1 },
] as const;

/** Returns the parts of the monthly cost of a shop. The fees of Stripe and of the mail provider are not among them. */
export function listCosts(ordersPerMonth: number): readonly Cost[] {
  const orders = perOrder.map(({ name, use, amount, price, unit }) => ({
    name,
    basis: `${use} for an order, ${price} USD per ${unit.toLocaleString("en-US")}`,
    usd: (ordersPerMonth * amount * price) / unit,
  }));
  return [...fixed, ...orders];
}

/** Returns the costs as lines of a table, with their sum. */
export function formatCosts(ordersPerMonth: number): string {
  const costs = listCosts(ordersPerMonth);
  const sum = {
    name: "in total",
    basis: "without Stripe's fees, mail and Elasticsearch",
    usd: costs.reduce((total, { usd }) => total + usd, 0),
  };
  const lines = [...costs, sum].map(
    ({ name, basis, usd }) => `${usd.toFixed(2).padStart(10)} USD  ${name.padEnd(30)} ${basis}`,
  );
  return [`Cost of a month with ${ordersPerMonth.toLocaleString("en-US")} orders:`, "", ...lines].join("\n");
}
