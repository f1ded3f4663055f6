import { type OrderStatus, orderStatuses } from "../../workers/order/domain/model.ts";
import { type CommandName, type Transition, transitions } from "../../workers/order/domain/transitions.ts";

const commands = Object.keys(transitions) as readonly CommandName[];
const isUserCommand = (name: CommandName) => commands.indexOf(name) <= commands.indexOf("erasePersonalData");

/** Returns docs/order-states.md: the transition table of `decide`, with a diagram of the statuses. */
export function renderOrderStates(): string {
  return `# The states of an order

<!-- Written by \`npm run gen\` from workers/order/domain/transitions.ts. -->

\`decide\` looks up every command in this table first. Where the table allows a transition, the rest of the order's state
can still prevent it: a compensation in progress, shipments, or pending transactions.

\`\`\`mermaid
stateDiagram-v2
${findEdges()
  .map(({ from, to, commands }) => `  ${from} --> ${to}: ${commands.join(", ")}`)
  .join("\n")}
\`\`\`

## Commands

${renderTables(commands.filter(isUserCommand))}

## Outcomes of effects

An outcome in a status that does not wait for it is a duplicate of an earlier outcome, and changes nothing.

${renderTables(commands.filter((name) => !isUserCommand(name) && name !== "acknowledged"))}
`;
}

interface Edge {
  readonly from: OrderStatus | "[*]";
  readonly to: OrderStatus;
  readonly commands: readonly CommandName[];
}

/** Returns the changes of status, each with the commands that cause it. */
function findEdges(): readonly Edge[] {
  return orderStatuses.flatMap((status) =>
    orderStatuses.flatMap((to) => {
      const causes = commands.filter((name) => targetsOf(transitions[name][status]).includes(to));
      const from = status === "NEW" ? "[*]" : status;
      return status === to || causes.length === 0 ? [] : [{ from, to, commands: causes } as const];
    }),
  );
}

function targetsOf(transition: Transition): readonly OrderStatus[] {
  return transition === "nothing" || "reason" in transition ? [] : transition;
}

/** Renders one table per command, with one row per group of statuses that have the same result. */
function renderTables(names: readonly CommandName[]): string {
  const tables = names.map((name) => {
    const cells = orderStatuses.map((status) => ({
      status,
      result: describeResult(transitions[name][status], status),
    }));
    const rows = [...Map.groupBy(cells, ({ result }) => result)].map(
      ([result, group]) => `| ${group.map(({ status }) => status).join(", ")} | ${result} |`,
    );
    return `### \`${name}\`\n\n| Status | Result |\n|---|---|\n${rows.join("\n")}`;
  });
  return tables.join("\n\n");
}

function describeResult(transition: Transition, status: OrderStatus): string {
  if (transition === "nothing") return "nothing";
  if ("reason" in transition) return `rejected: \`${transition.reason}\`, ${transition.message}`;
  return transition.map((to) => (to === status ? "stays" : to)).join(", ");
}
