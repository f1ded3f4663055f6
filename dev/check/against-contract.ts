import { readFileSync } from "node:fs";
import { parseSchema, readSchema } from "./schema.ts";
import { compareWithContract } from "./schema-slice.ts";

// `node dev/check/against-contract.ts FILE`: the public schema beside the whole contract in FILE.
const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("usage: node dev/check/against-contract.ts FILE");
const { conflicts, served, total } = compareWithContract(readSchema(), parseSchema(readFileSync(file, "utf8")));
for (const conflict of conflicts) console.error(conflict);
console.log(`${served} of the contract's ${total} fields are served, ${conflicts.length} of them otherwise`);
process.exitCode = conflicts.length === 0 ? 0 : 1;
