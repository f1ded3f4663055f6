import { readFileSync } from "node:fs";
import { parseSchema, readSchema } from "./schema.ts";
import { compareWithContract } from "./schema-slice.ts";

// `node dev/check/against-contract.ts FILE`: compares the public schema with the complete contract in FILE.
const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("Usage: node dev/check/against-contract.ts FILE");
const { conflicts, served, total } = compareWithContract(readSchema(), parseSchema(readFileSync(file, "utf8")));
for (const conflict of conflicts) console.error(conflict);
console.log(`${served} of the contract's ${total} fields are served, with ${conflicts.length} conflicts`);
process.exitCode = conflicts.length === 0 ? 0 : 1;
