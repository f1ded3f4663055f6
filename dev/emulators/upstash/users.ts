import { randomBytes } from "node:crypto";
import { type CommandResult, type CommandRunner, createCommandRunner } from "./commands.ts";
import type { RedisEngine } from "./redis/engine.ts";

/** The users of a database, whose tokens authorize requests. */
export interface Users {
  /** Returns the runner of the user with this token. */
  readonly find: (token: string) => CommandRunner | undefined;
  /** Replaces the token of the default user. The earlier one is invalid immediately, as in Upstash's console. */
  readonly resetToken: (token: string) => void;
}

/**
 * Creates the users: the default user with all rights, and those that it creates with Upstash's commands. `ACL GENTOKEN` returns
 * a token, which `ACL SETUSER` gives to a user, and which then authorizes requests of that user. `ACL DELUSER` ends it.
 */
export function createUsers(redis: RedisEngine, token: string, served: Record<string, number>): Users {
  let defaultToken = token;
  /** Token to its user. */
  const issued = new Map<string, string>();
  const users = new Map<string, { readonly token: string; readonly runner: CommandRunner }>();
  const commands = createCommandRunner(redis, served);

  const setUser = async (name: string, rules: readonly string[]): Promise<CommandResult> => {
    const userToken = rules.find((rule) => rule.startsWith(">"))?.slice(1) ?? users.get(name)?.token;
    if (name === "default") return { error: "ERR the default user cannot be modified" };
    if (userToken === undefined || issued.get(userToken) !== name) {
      return { error: "ERR the password must be generated with ACL GENTOKEN" };
    }
    const rights = rules.filter((rule) => !rule.startsWith(">") && rule !== "on");
    const session = await redis.setUser(name, userToken, rights);
    users.set(name, { token: userToken, runner: createCommandRunner(session, served) });
    return { result: "OK" };
  };

  const runAcl = async ([subcommand = "", name = "", ...rules]: readonly string[]): Promise<CommandResult> => {
    switch (subcommand.toUpperCase()) {
      case "GENTOKEN": {
        const userToken = Buffer.from(`${name}:${randomBytes(24).toString("hex")}`).toString("base64url");
        issued.set(userToken, name);
        return { result: userToken };
      }
      case "SETUSER":
        return setUser(name, rules);
      case "DELUSER":
        await redis.deleteUser(name);
        return { result: users.delete(name) ? 1 : 0 };
      default:
        return { error: `ERR command is not available: 'ACL ${subcommand}'` };
    }
  };

  const runner: CommandRunner = {
    ...commands,
    run: (command, base64) =>
      Array.isArray(command) && String(command[0]).toUpperCase() === "ACL"
        ? runAcl(command.slice(1).map(String)).catch((error: unknown) => ({ error: String(error) }))
        : commands.run(command, base64),
  };
  return {
    find: (presented) =>
      presented === defaultToken
        ? runner
        : [...users.values()].find(({ token: userToken }) => userToken === presented)?.runner,
    resetToken: (next) => {
      defaultToken = next;
    },
  };
}
