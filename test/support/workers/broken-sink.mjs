import { WorkerEntrypoint } from "cloudflare:workers";

let points = 0;

/** Fails for every second data point, and never returns for the others. */
export default class BrokenSink extends WorkerEntrypoint {
  async writeDataPoint() {
    points++;
    if (points % 2 === 0) throw new Error("The sink is broken");
    await new Promise(() => {});
  }
}
