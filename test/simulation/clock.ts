/** In milliseconds. */
export const days = (count: number): number => count * 24 * 3_600_000;
