import type { OrderStatus } from "../../workers/order/domain/model.ts";
import { type CommandName, statuses, type Transition, transitions } from "../../workers/order/domain/transitions.ts";

const commands = Object.keys(transitions) as readonly CommandName[];
const isRequest = (name: CommandName) => commands.indexOf(name) <= commands.indexOf("erasePersonalData");

/** docs/order-states.md: the transition table for people, with the ways between statuses as a picture. */
export function renderOrderStates(): string {
  return `# The states of an order

<!-- Written by \`npm run gen\` from workers/order/domain/transitions.ts. -->

\`decide\` looks every command up here first. Where an order may change, the rest of its state has its say too: whether
it is being undone, what has been shipped, what money is on its way.

\`\`\`mermaid
stateDiagram-v2
${edges()
  .map(([from, to, names]) => `  ${from} --> ${to}: ${names.join(", ")}`)
  .join("\n")}
\`\`\`

## What somebody asks for

${table(commands.filter(isRequest))}

## What comes of an effect

An outcome that nobody waits for is a late echo of one that came before: it changes nothing.

${table(commands.filter((name) => !isRequest(name) && name !== "acknowledged"))}
`;
}

/** From one status to another, with the commands that lead there. */
function edges(): readonly (readonly [OrderStatus | "[*]", OrderStatus, readonly CommandName[]])[] {
  return statuses.flatMap((from) =>
    statuses.flatMap((to) => {
      const names = commands.filter((name) => leadsTo(transitions[name][from]).includes(to));
      const start = from === "NEW" ? "[*]" : from;
      return from === to || names.length === 0 ? [] : [[start, to, names] as const];
    }),
  );
}

function leadsTo(transition: Transition): readonly OrderStatus[] {
  return transition === "nothing" || "reason" in transition ? [] : transition;
}

/** A status a row, since there are more of these. */
function table(names: readonly CommandName[]): string {
  const rows = names.map((name) => {
    const cells = statuses.map((status) => [status, cellText(transitions[name][status], status)] as const);
    const byText = Map.groupBy(cells, ([, text]) => text);
    const lines = [...byText].map(([text, same]) => `| ${same.map(([status]) => status).join(", ")} | ${text} |`);
    return `### \`${name}\`\n\n| Status | Then |\n|---|---|\n${lines.join("\n")}`;
  });
  return rows.join("\n\n");
}

function cellText(transition: Transition, status: OrderStatus): string {
  if (transition === "nothing") return "nothing";
  if ("reason" in transition) return `refused: \`${transition.reason}\`, ${transition.message}`;
  const texts = transition.map((to) => (to === status ? "stays" : to));
  return texts.join(", ");
}
