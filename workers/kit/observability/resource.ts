/** The Worker that runs this code, as its log lines and metrics name it. */
export interface Resource {
  readonly service: string;
  /** The release: the tag of the version, or its id. */
  readonly version?: string | undefined;
  readonly environment?: string | undefined;
}

let resource: Resource = { service: "" };
let json = "";

/** Sets the name of the Worker. Its entry calls it once. */
export function setServiceName(service: string): void {
  setResource({ ...resource, service });
}

/** Reads the release and the environment from the bindings of a Worker. Its configuration calls it once. */
export function readResource(env: object): void {
  const { ENVIRONMENT, CF_VERSION_METADATA } = env as {
    ENVIRONMENT?: string;
    CF_VERSION_METADATA?: { readonly id?: string; readonly tag?: string };
  };
  setResource({ ...resource, environment: ENVIRONMENT, version: CF_VERSION_METADATA?.tag || CF_VERSION_METADATA?.id });
}

export function getResource(): Resource {
  return resource;
}

/** Returns the resource as members of a JSON object after other members. */
export function getResourceJson(): string {
  return json;
}

function setResource(changed: Resource): void {
  resource = changed;
  const { service, version, environment } = changed;
  const members = {
    "service.name": service || undefined,
    "service.version": version || undefined,
    "deployment.environment.name": environment || undefined,
  };
  const text = JSON.stringify(members);
  json = text === "{}" ? "" : `,${text.slice(1, -1)}`;
}
