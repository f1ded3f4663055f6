import {
  ConfigError,
  memoizeConfig,
  readEnvironment,
  readLocalHost,
  readOptionalString,
  requireString,
  requireUrl,
} from "../kit/config.ts";
import { allowOrigins } from "../kit/outbound-fetch.ts";

/** An account of the demo shop, which signs in with one press of a button. */
export interface DemoSignIn {
  readonly role: string;
  readonly email: string;
}

export interface ConsoleConfig {
  /** The origin of this site, for example `https://console.shop.example`. */
  readonly origin: string;
  /** Empty outside of a development environment. */
  readonly demoSignIns: readonly DemoSignIn[];
  readonly demoPassword: string;
  /** Switches of the services. Undefined outside of the local shop. */
  readonly faultLab: { readonly origin: string; readonly token: string } | undefined;
}

/** Returns the configuration of this Worker. Throws a ConfigError when a variable is missing or invalid. */
export const readConfig = memoizeConfig<Env, ConsoleConfig>((env) => {
  const demoSignIns = parseDemoSignIns(readOptionalString(env, "DEMO_SIGN_INS") ?? "");
  if (demoSignIns.length > 0 && readEnvironment(env) !== "development") {
    throw new ConfigError("DEMO_SIGN_INS", "must be empty outside development");
  }
  const faultLabHost = readLocalHost(env, "FAULT_LAB_HOST");
  const faultLab =
    faultLabHost === ""
      ? undefined
      : { origin: `http://${faultLabHost}`, token: requireString(env, "FAULT_LAB_TOKEN") };
  if (faultLab !== undefined) allowOrigins([faultLab.origin]);
  return {
    faultLab,
    origin: requireUrl(env, "CONSOLE_URL"),
    demoSignIns,
    demoPassword: readOptionalString(env, "DEMO_PASSWORD") ?? "",
  };
});

/** Reads a list such as `SUPPORT=support@shop.example ADMIN=admin@shop.example`. */
function parseDemoSignIns(text: string): readonly DemoSignIn[] {
  return text
    .split(" ")
    .filter((part) => part !== "")
    .map((part) => {
      const [role = "", email = ""] = part.split("=");
      if (role === "" || email === "") throw new ConfigError("DEMO_SIGN_INS", "is not a list of ROLE=email");
      return { role, email };
    });
}
