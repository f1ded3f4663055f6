/** Returns the time in milliseconds since the epoch. Passed as a parameter, so that tests can set the time. */
export type Clock = () => number;

export const systemClock: Clock = () => Date.now();
