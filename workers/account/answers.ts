import { answering } from "../kit/answers.ts";

export const valueOrFailure = answering({});
