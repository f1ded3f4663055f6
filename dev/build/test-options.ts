/** Options of Vitest for all tests that wait for a condition: the default limit of `expect.poll`, a second, is too short for a busy machine. */
export const pollOptions = { poll: { timeout: 15_000 } };

/**
 * Options of Vitest for tests that start a local stack. In CI, a test that fails runs a second time. If it passes then, the run
 * lists it as flaky with its first error. A flaky test is a defect: find out why it failed.
 */
export const stackTestOptions = { expect: pollOptions, retry: process.env.CI === undefined ? 0 : 1 };
