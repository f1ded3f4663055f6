import { closeSync, existsSync, fstatSync, openSync, readSync, statSync } from "node:fs";

const pollMs = 200;

/** Calls `onText` with what is appended to a file from now on, in whole lines. Runs until the process ends. */
export function followFile(file: string, onText: (text: string) => void): void {
  let position = existsSync(file) ? statSync(file).size : 0;
  setInterval(() => {
    if (!existsSync(file)) return;
    const descriptor = openSync(file, "r");
    const { size } = fstatSync(descriptor);
    // The file is new: the shop was started with an empty store.
    if (size < position) position = 0;
    const buffer = Buffer.alloc(size - position);
    readSync(descriptor, buffer, 0, buffer.length, position);
    closeSync(descriptor);
    const end = buffer.lastIndexOf("\n") + 1;
    position += end;
    if (end > 0) onText(buffer.subarray(0, end).toString("utf8"));
  }, pollMs);
}
