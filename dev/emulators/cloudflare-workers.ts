/** An error of Cloudflare's API. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

type Annotations = Readonly<Record<string, string>>;

interface UploadMetadata {
  readonly annotations?: Annotations;
  readonly migrations?: { readonly new_tag?: string };
}

/** An uploaded version. It has the secrets that the Worker had then, as at the platform. */
export interface EmulatedVersion {
  readonly id: string;
  readonly annotations: Annotations;
  /** The upload as wrangler has sent it, for tests of faulty versions. */
  readonly source: string;
  readonly createdOn: string;
}

export interface EmulatedDeployment {
  readonly id: string;
  readonly createdOn: string;
  readonly annotations: Annotations;
  readonly versions: readonly { readonly version_id: string; readonly percentage: number }[];
}

/** A Worker in the account. A draft has secrets and no version. */
export interface EmulatedWorker {
  readonly secrets: Set<string>;
  readonly versions: EmulatedVersion[];
  /** Newest first. */
  readonly deployments: EmulatedDeployment[];
  migrationTag: string | undefined;
}

/** The source of a Worker that wrangler creates for its first secret. */
const draftSource = "export default { fetch() {} }";
/** Settings of a Worker that a deployment writes and that the emulator does not store. */
const ownSettings = /^\/(subdomain|schedules|script-settings|settings|routes|domains\/records)/;

/** The Workers of an account with their versions and deployments, as Cloudflare's API shows them. */
export class EmulatedWorkers {
  readonly all = new Map<string, EmulatedWorker>();
  /** Milliseconds since the epoch. Each change takes a second, so that their order is visible. */
  #now = Date.parse("2026-01-01T00:00:00Z");

  /** Returns the version that serves a request: the selected one if it is deployed, otherwise the one with most requests. */
  findServing(name: string, selected: string | undefined): EmulatedVersion | undefined {
    const worker = this.all.get(name);
    const versions = worker?.deployments[0]?.versions ?? [];
    const most = [...versions].sort((a, b) => b.percentage - a.percentage)[0];
    const chosen = versions.find(({ version_id }) => version_id === selected) ?? most;
    return worker?.versions.find(({ id }) => id === chosen?.version_id);
  }

  /** Serves a request below `/workers`. Returns undefined for an unknown one. */
  serve(method: string, path: string, body: string): unknown {
    const [, service] = /^\/workers\/services\/([^/]+)$/.exec(path) ?? [];
    if (service !== undefined) return this.#describeService(service);
    if (/^\/workers\/workers\/[^/]+$/.test(path)) return { subdomain: { enabled: false, previews_enabled: false } };
    const [, script = "", rest = ""] = /^\/workers\/scripts\/([^/]+)(.*)$/.exec(path) ?? [];
    if (script === "") return undefined;
    if (rest === "" && method === "PUT") return this.#replace(script, body);
    // All static files are in the account already.
    if (rest === "/assets-upload-session") return { jwt: "assets", buckets: [] };
    const worker = this.all.get(script);
    if (worker === undefined) throw new ApiError(404, 10007, "This Worker does not exist on your account.");
    if (rest.startsWith("/versions")) return this.#serveVersions(worker, method, rest, body);
    if (rest === "/deployments") return method === "GET" ? listDeployments(worker) : this.#deploy(worker, body);
    if (rest === "/secrets" && method === "GET")
      return [...worker.secrets].map((name) => ({ name, type: "secret_text" }));
    if (rest === "/secrets-bulk") return this.#setSecrets(worker, body);
    if (rest === "/domains/changeset") return { added: [], removed: [], updated: [], conflicting: [] };
    if (rest === "/settings" && method === "GET") return { bindings: [], tags: [] };
    if (ownSettings.test(rest)) return method === "GET" ? [] : {};
    return undefined;
  }

  #describeService(name: string): unknown {
    const worker = this.all.get(name);
    if (worker === undefined) throw new ApiError(404, 10090, "This service does not exist");
    const script = {
      id: name,
      tag: name,
      ...(worker.migrationTag === undefined ? {} : { migration_tag: worker.migrationTag }),
    };
    return { id: name, default_environment: { environment: "production", script } };
  }

  /** Uploads a version and gives it all requests. */
  #replace(name: string, body: string): unknown {
    this.#rejectUnknownServices(body);
    const worker = this.all.get(name) ?? { secrets: new Set(), versions: [], deployments: [], migrationTag: undefined };
    this.all.set(name, worker);
    const result = { id: name, tag: name, etag: name, startup_time_ms: 100, deployment_id: name };
    if (body.includes(draftSource)) return result;
    const metadata = parseMetadata(body);
    worker.migrationTag = metadata.migrations?.new_tag ?? worker.migrationTag;
    const version = this.#addVersion(worker, body, metadata);
    this.#addDeployment(worker, [{ version_id: version.id, percentage: 100 }], metadata.annotations ?? {});
    return result;
  }

  #serveVersions(worker: EmulatedWorker, method: string, rest: string, body: string): unknown {
    const [, id] = /^\/versions\/([^/]+)$/.exec(rest) ?? [];
    if (id !== undefined) {
      const version = worker.versions.find((known) => known.id === id);
      if (version === undefined) throw new ApiError(404, 10092, "Version not found");
      return describeVersion(version);
    }
    if (method === "GET") return { items: worker.versions.map(describeVersion).reverse() };
    this.#rejectUnknownServices(body);
    const metadata = parseMetadata(body);
    for (const [, secret = ""] of body.matchAll(/"name":"([A-Z_]+)","type":"secret_text"/g)) worker.secrets.add(secret);
    const version = this.#addVersion(worker, body, metadata);
    return {
      id: version.id,
      metadata: { has_preview: false },
      resources: { script: { etag: version.id } },
      startup_time_ms: 100,
    };
  }

  #addVersion(worker: EmulatedWorker, source: string, { annotations = {} }: UploadMetadata): EmulatedVersion {
    const version = { id: crypto.randomUUID(), annotations, source, createdOn: this.#nextTime() };
    worker.versions.push(version);
    return version;
  }

  #deploy(worker: EmulatedWorker, body: string): unknown {
    const { versions, annotations } = JSON.parse(body) as Pick<EmulatedDeployment, "versions" | "annotations">;
    const total = versions.reduce((sum, { percentage }) => sum + percentage, 0);
    const isKnown = versions.every(({ version_id }) => worker.versions.some(({ id }) => id === version_id));
    if (total !== 100 || !isKnown || versions.length > 2) throw new ApiError(400, 10021, "Invalid deployment");
    return { id: this.#addDeployment(worker, versions, annotations).id };
  }

  #addDeployment(
    worker: EmulatedWorker,
    versions: EmulatedDeployment["versions"],
    annotations: Annotations,
  ): EmulatedDeployment {
    const deployment = { id: crypto.randomUUID(), createdOn: this.#nextTime(), annotations, versions };
    worker.deployments.unshift(deployment);
    return deployment;
  }

  /** Sets secrets. A Worker that is deployed gets a version with them, which serves all requests. */
  #setSecrets(worker: EmulatedWorker, body: string): unknown {
    if ((worker.deployments[0]?.versions.length ?? 0) > 1) {
      throw new ApiError(
        400,
        10215,
        "Secret edit failed. You attempted to modify a secret, but the latest version is not deployed.",
      );
    }
    const { secrets } = JSON.parse(body) as { readonly secrets: Readonly<Record<string, unknown>> };
    for (const name of Object.keys(secrets)) worker.secrets.add(name);
    const present = worker.versions.find(({ id }) => id === worker.deployments[0]?.versions[0]?.version_id);
    if (present === undefined) return {};
    const version = this.#addVersion(worker, present.source, { annotations: { "workers/triggered_by": "secret" } });
    this.#addDeployment(worker, [{ version_id: version.id, percentage: 100 }], { "workers/triggered_by": "secret" });
    return {};
  }

  #rejectUnknownServices(upload: string): void {
    for (const [, service = ""] of upload.matchAll(/"type":"service","service":"([^"]+)"/g)) {
      if (!this.all.has(service)) throw new ApiError(400, 10143, `Could not resolve service binding to ${service}`);
    }
  }

  #nextTime(): string {
    this.#now += 1_000;
    return new Date(this.#now).toISOString();
  }
}

/** Returns the metadata of an upload, which is one part of its form. */
function parseMetadata(body: string): UploadMetadata {
  const [, json = "{}"] = /name="metadata"(?:\r\n[^\r\n]+)*\r\n\r\n([\s\S]*?)\r\n--/.exec(body) ?? [];
  return JSON.parse(json) as UploadMetadata;
}

function listDeployments({ deployments }: EmulatedWorker): unknown {
  const described = deployments.slice(0, 10).map(({ id, createdOn, annotations, versions }) => ({
    id,
    created_on: createdOn,
    source: "wrangler",
    strategy: "percentage",
    author_email: "operator@shop.test",
    annotations,
    versions,
  }));
  return { deployments: described };
}

function describeVersion({ id, annotations, createdOn }: EmulatedVersion): unknown {
  const metadata = {
    author_email: "operator@shop.test",
    author_id: "operator",
    created_on: createdOn,
    modified_on: createdOn,
    source: "wrangler",
  };
  return {
    id,
    number: 1,
    annotations,
    metadata,
    resources: { bindings: [], script: { etag: id, handlers: ["fetch"] }, script_runtime: {} },
  };
}
