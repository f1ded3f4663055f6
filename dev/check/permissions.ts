import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type DescService, getOption } from "@bufbuild/protobuf";
import { Permission, permission, Scope, scope } from "../../proto/gen/common/v1/permission_pb.js";
import { root } from "../build/root.ts";
import { type Finding, failed, passed } from "./finding.ts";

/**
 * Fails if a method of a contract has no permission option: no caller could use it. Fails if a method between Workers has a
 * scope option: partners must not call it.
 */
export async function checkPermissions(): Promise<Finding> {
  const folder = join(root, "proto", "gen");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith("_pb.js"));
  const services: DescService[] = [];
  for (const file of files) {
    const exported: Readonly<Record<string, unknown>> = await import(pathToFileURL(join(folder, file)).href);
    services.push(...Object.values(exported).filter(isService));
  }
  const methods = services.flatMap((service) => service.methods);
  const problems = methods.flatMap((method) => {
    const [requiredPermission, partnerScope] = [getOption(method, permission), getOption(method, scope)];
    const name = `${method.parent.typeName}/${method.name}`;
    if (requiredPermission === Permission.UNSPECIFIED) return [`${name} has no (common.v1.permission)`];
    const exposed = requiredPermission === Permission.INTERNAL && partnerScope !== Scope.UNSPECIFIED;
    return exposed ? [`${name} is called by Workers only and must have no (common.v1.scope)`] : [];
  });
  return problems.length === 0 ? passed(`${methods.length} methods`) : failed(problems);
}

function isService(value: unknown): value is DescService {
  return typeof value === "object" && value !== null && Reflect.get(value, "kind") === "service";
}
