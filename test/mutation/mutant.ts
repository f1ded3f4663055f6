/** A bug that a change of the code could introduce, as one replacement in one file. */
export interface Mutant {
  /** Describes the bug. */
  readonly name: string;
  /** From the root of the checkout. */
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly find: string;
  readonly replace: string;
  /** The test that must fail: its file, and a part of its title. Other tests may fail too. */
  readonly killedBy: readonly [file: string, title: string];
  /** Whether the bug is a race condition. Its test may need several runs to fail. */
  readonly isRace?: true;
  /** Whether the bug makes the code hang, so that its test fails only by its time limit. */
  readonly hangs?: true;
}
