import Argon2 from "@phi-ag/argon2";
import wasm from "@phi-ag/argon2/argon2.wasm";

/** A Worker that only verifies one password against one hash: the minimal cost of a sign-in. */
const phc = "$argon2id$v=19$m=19456,t=2,p=1$lmJKUKe4T4YgsT6mMn9HfA$4gbqxZ+EDlPmE/5dGKM3vZLFZWHuvfE1GRL44igzBA8";

/** @type {Argon2 | undefined} */
let argon2;

export default {
  fetch: () => {
    argon2 ??= new Argon2(new WebAssembly.Instance(wasm));
    return Response.json({ data: argon2.tryVerify(phc, "correct horse battery").success });
  },
};
