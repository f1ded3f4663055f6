import { formatNumber } from "../bench/charts/svg.ts";
import { formatMarkdown, withSection } from "../bench/markdown.ts";
import { type CapacityData, costs, type RequestName } from "./data.ts";
import {
  type Budgets,
  costOfDay,
  costOfMillion,
  createScenarioOfOrders,
  createScenarioOfUsers,
  invocationUses,
  type Scenario,
  type Use,
  usesOf,
} from "./model.ts";

export const capacityPage = "docs/performance/capacity.md";

export function createScenarios(data: CapacityData): readonly Scenario[] {
  return [createScenarioOfUsers(10_000, data), createScenarioOfOrders(500, data), createScenarioOfOrders(5_000, data)];
}

/** Returns the page with the tables of these budgets. */
export function renderCapacity(page: string, budgets: Budgets, data: CapacityData): string {
  const tables = formatCapacity(createScenarios(data), budgets, data);
  return withSection(page, `${tables}\n\n### Sources\n\n${formatSources(data)}`);
}

/** Returns the tables of the scenarios as Markdown. */
export function formatCapacity(scenarios: readonly Scenario[], budgets: Budgets, data: CapacityData): string {
  const [first] = scenarios;
  const uses = scenarios.map((scenario) => usesOf(scenario, budgets, data));
  const order = (uses[0] ?? []).map(({ resource }) => resource);
  const names = ["order", "login", "search", "list"] as const satisfies readonly RequestName[];
  const million = names.map((name) => costOfMillion(name, budgets, data));
  const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0);
  return [
    formatMarkdown(
      ["Requests per second", ...scenarios.map(({ name }) => name)],
      [
        ...names.map((name) => [name, ...scenarios.map(({ rates }) => formatNumber(rates[name]))]),
        ["all", ...scenarios.map(({ rates }) => formatNumber(sum(Object.values(rates))))],
      ],
    ),
    "### Limits, the first one that is reached first",
    formatMarkdown(
      ["Limit", "of", "reached at orders/s", ...scenarios.map(({ name }) => name), "Knob"],
      order.map((resource, index) => {
        const { name, knob } = data.limits[resource];
        const own = uses.map((each) => each.find((use) => use.resource === resource) as Use);
        const { limit, reachedAt } = own[0] as Use;
        const cells = own.map((use) => {
          const share = use.limit === undefined ? "" : ` (${formatNumber(roundUp((use.need / use.limit) * 100))} %)`;
          const text = `${formatNumber(roundUp(use.need))}${share}`;
          return use.limit !== undefined && use.need > use.limit ? `**${text}**` : text;
        });
        return [
          index === 0 ? `**${name}**` : name,
          limit === undefined ? "no documented limit" : formatNumber(limit),
          reachedAt === undefined ? "-" : formatNumber(Math.floor(reachedAt)),
          ...cells,
          knob,
        ];
      }),
    ),
    "Bold: over the limit. A percentage is of the limit.",
    "### One order",
    formatMarkdown(
      ["Limit", "of", "used by one order"],
      invocationUses(budgets, data).map(({ limit, used }) => {
        const { name, max } = data.perInvocation[limit];
        return [name, formatNumber(max), String(used)];
      }),
    ),
    "There is no documented limit on the number of Durable Objects. Each order is one object.",
    "### Cost in US dollars",
    formatMarkdown(
      ["A million of", ...names],
      [
        ...costs.map((cost) => [data.prices[cost].name, ...million.map((each) => each[cost].toFixed(2))]),
        ["**in total**", ...million.map((each) => `**${sum(Object.values(each)).toFixed(2)}**`)],
      ],
    ),
    formatMarkdown(
      ["At a constant rate", ...scenarios.map(({ name }) => name)],
      [["a day", ...scenarios.map((scenario) => formatNumber(costOfDay(scenario, budgets, data)))]],
    ),
    first === undefined ? "" : `Limits and prices were checked on ${data.checkedAt}.`,
  ].join("\n\n");
}

/** Returns the sources of the limits, prices and assumptions as a Markdown table. */
function formatSources({ limits, perInvocation, prices, assumptions, cpuMs }: CapacityData): string {
  const limitRows = Object.values(limits).map(({ name, perSecond, concurrent, perDay, source }) => {
    const value =
      perSecond != null ? `${formatNumber(perSecond)}/s` : concurrent != null ? formatNumber(concurrent) : undefined;
    return [name, value ?? (perDay === undefined ? "-" : `${formatNumber(perDay)} a day`), source];
  });
  return formatMarkdown(
    ["Number", "value", "source"],
    [
      ...limitRows,
      ...Object.values(perInvocation).map(({ name, max, source }) => [name, formatNumber(max), source]),
      ...Object.values(prices).map(({ name, usd, per, source }) => [
        name,
        `${usd} USD${per === 1 ? " a CU-hour" : ` for ${formatNumber(per)}`}`,
        source,
      ]),
      ...Object.entries(assumptions).map(([name, { value, source }]) => [`\`${name}\``, String(value), source]),
      ["CPU of requests", "see `cpuMs`", cpuMs.source],
    ],
  );
}

function roundUp(value: number): number {
  return value >= 10 ? Math.ceil(value) : value;
}
