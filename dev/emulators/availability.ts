import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * - `down`: connections are closed without a response.
 * - `slow`: each response comes some time later.
 * - `cut_off`: there is never a response, as when the network loses all packets.
 */
export const availabilityStates = ["up", "down", "slow", "cut_off"] as const;
export type AvailabilityState = (typeof availabilityStates)[number];

const slowMs = 1_500;

/** How an emulated service behaves, for tests of outages and the fault lab of the console. */
export interface Availability {
  state: AvailabilityState;
  /** Applies the state to a request. Returns false for a request that is not handled. */
  admits(response: ServerResponse): boolean | Promise<boolean>;
}

/** Creates the switch of one service, which is up. */
export function createAvailability(): Availability {
  const availability: Availability = {
    state: "up",
    admits: (response) => {
      switch (availability.state) {
        case "up":
          return true;
        case "slow":
          return sleep(slowMs).then(() => true);
        case "down":
          response.destroy();
          return false;
        case "cut_off":
          return false;
      }
    },
  };
  return availability;
}
