import type { Run } from "./driver.ts";
import type { Phase, Scenario } from "./scenario.ts";
import { memoryGrowth, type PhaseSummary, recoverySeconds } from "./summary.ts";

/** The name of this process among those whose memory and CPU are measured. */
export const driver = "driver";

/** Whether one criterion of a scenario holds. An informative one does not fail the run. */
export interface Finding {
  readonly text: string;
  readonly holds: boolean;
  readonly informative?: boolean;
}

export interface Evidence {
  readonly scenario: Scenario;
  readonly phases: readonly Phase[];
  readonly run: Run;
  readonly summaries: readonly PhaseSummary[];
  readonly violations: readonly string[];
  /** The stock of the SKU of a flash sale. */
  readonly stock: Readonly<Record<string, number>>;
  readonly short: boolean;
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
/** Memory of the first minutes says nothing. */
const minSoakSeconds = 600;

export function judge(evidence: Evidence): readonly Finding[] {
  const { scenario, summaries, violations, stock, short, run } = evidence;
  const { criteria, flashSaleUnits = 0 } = scenario;
  const findings: Finding[] = [
    {
      text: `no invariant is violated${violations
        .slice(0, 5)
        .map((each) => `\n      ${each}`)
        .join("")}`,
      holds: violations.length === 0,
    },
  ];
  const total = sum(summaries.flatMap(({ counts }) => Object.values(counts)));
  if (criteria.failedShare !== undefined) {
    const share = sum(summaries.map(({ counts }) => counts.failed ?? 0)) / total;
    findings.push({
      text: `${percent(share)} of ${total} requests failed (at most ${percent(criteria.failedShare)})`,
      holds: share <= criteria.failedShare,
    });
  }
  if (criteria.admittedOrders !== undefined) {
    const [admitted, confirmed] = [
      sum(summaries.map(({ admittedOrders }) => admittedOrders)),
      sum(summaries.map(({ confirmedOrders }) => confirmedOrders)),
    ];
    findings.push({
      text: `${confirmed} of ${admitted} admitted orders were confirmed (at least ${percent(criteria.admittedOrders)})`,
      holds: confirmed >= criteria.admittedOrders * admitted,
    });
  }
  if (criteria.overloadGoodput !== undefined) findings.push(...judgeOverload(evidence, criteria.overloadGoodput));
  if (criteria.p95Ms !== undefined) {
    const p95 = Math.max(...summaries.map(({ servedMs }) => servedMs.p95));
    findings.push({
      text: `p95 is ${p95} ms (at most ${criteria.p95Ms})`,
      holds: p95 <= criteria.p95Ms,
      informative: short,
    });
  }
  if (criteria.recoverySeconds !== undefined) findings.push(...judgeRecovery(evidence, criteria.recoverySeconds));
  if (criteria.sellsOut === true) {
    const { available = 0, reserved = 0, committed = 0 } = stock;
    findings.push({
      text: `${committed} of ${flashSaleUnits} units were sold, ${reserved} are reserved, ${available} are left`,
      holds: committed === flashSaleUnits && reserved === 0 && available === 0,
    });
  }
  if (criteria.memoryGrowth !== undefined) {
    const isLong = sum(evidence.phases.map(({ seconds }) => seconds)) >= minSoakSeconds;
    for (const [name, growth] of Object.entries(memoryGrowth(run))) {
      findings.push({
        text: `memory of ${name}: ${percent(growth)} from the middle third to the last (at most ${percent(criteria.memoryGrowth)})`,
        holds: growth <= criteria.memoryGrowth,
        // The driver is no part of the shop, and stores every sample.
        informative: !isLong || name === driver,
      });
    }
  }
  return findings;
}

function judgeOverload({ scenario, summaries, short }: Evidence, long: number): readonly Finding[] {
  const { criteria } = scenario;
  const required = (short ? criteria.shortOverloadGoodput : undefined) ?? long;
  const peak = Math.max(...summaries.map(({ timelyCost }) => timelyCost));
  const overloaded = summaries.find(({ name }) => name === "2x");
  if (overloaded === undefined) return [];
  const share = overloaded.timelyCost / peak;
  const findings: Finding[] = [
    {
      text: `goodput at twice the capacity, weighted by cost, is ${percent(share)} of the peak (at least ${percent(required)})`,
      holds: share >= required,
    },
  ];
  if (criteria.shedP99Ms !== undefined) {
    const { p99 } = overloaded.rejectedMs;
    const driverMs = overloaded.driverLateMs.p99;
    findings.push({
      text: `the 99th percentile of rejections is ${p99} ms (below ${criteria.shedP99Ms}), of which the driver may cause ${driverMs} ms`,
      holds: p99 < criteria.shedP99Ms,
      informative: short,
    });
  }
  return findings;
}

/** A phase that follows a disturbance is compared with the first phase. */
function judgeRecovery({ phases, run, summaries, short }: Evidence, allowed: number): readonly Finding[] {
  const normalMs = summaries[0]?.servedMs.p95 ?? 0;
  let end = 0;
  return phases.flatMap(({ name, seconds }, index) => {
    const start = end;
    end += seconds;
    if (index === 0 || !name.startsWith("after")) return [];
    const recovery = recoverySeconds(run.samples, start, end, normalMs);
    return [
      {
        text: `${name}: as before after ${recovery} s (at most ${allowed})`,
        holds: recovery <= allowed,
        // The short phases are compared by few requests.
        informative: short,
      },
    ];
  });
}
