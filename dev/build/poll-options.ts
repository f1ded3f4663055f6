/** Options of Vitest: `expect.poll` waits until its condition is true. Its default limit of a second is too short for a busy machine. */
export const pollOptions = { poll: { timeout: 15_000 } };
