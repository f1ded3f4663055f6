import type { DescService } from "@bufbuild/protobuf";
import { type Client, createClient } from "@connectrpc/connect";
import type { WorkerName } from "../../dev/build/bundle.ts";
import type { Api } from "../../dev/cli/shop/api.ts";
import { type Identity, identityHeader } from "../../workers/kit/auth/identity.ts";
import type { Shop } from "./harness.ts";
import { signIdentity } from "./sign-identity.ts";
import { createStandardTransport } from "./standard-client.ts";

/** A server-sent event. A heartbeat has the type "comment". */
export interface ServerSentEvent {
  readonly type: string;
  readonly id?: string;
  readonly data: string;
}

export interface Subscription {
  readonly status: number;
  readonly headers: Headers;
  readonly events: AsyncGenerator<ServerSentEvent, undefined, undefined>;
  /** Closes the connection, as a browser does when its page is closed. */
  readonly close: () => void;
}

/** Subscribes over server-sent events. A client that reconnects sends `lastEventId`. */
export async function subscribe(
  { url, token }: Api,
  query: string,
  { variables = {}, lastEventId }: { readonly variables?: object; readonly lastEventId?: string | undefined } = {},
): Promise<Subscription> {
  const connection = new AbortController();
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "text/event-stream",
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(lastEventId === undefined ? {} : { "last-event-id": lastEventId }),
    },
    body: JSON.stringify({ query, variables }),
    signal: connection.signal,
  });
  return {
    status: response.status,
    headers: response.headers,
    events: read(response),
    close: () => connection.abort(),
  };
}

async function* read(response: Response): AsyncGenerator<ServerSentEvent, undefined, undefined> {
  let text = "";
  const decoder = new TextDecoder();
  try {
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        yield parse(text.slice(0, end));
        text = text.slice(end + 2);
      }
    }
  } catch (error) {
    // `close` aborts the request.
    if (!(error instanceof Error && error.name === "AbortError")) throw error;
  }
}

function parse(block: string): ServerSentEvent {
  const fields = new Map<string, string>();
  for (const line of block.split("\n")) {
    const colon = line.indexOf(":");
    fields.set(line.slice(0, colon) || "comment", line.slice(colon + 1).replace(/^ /, ""));
  }
  const id = fields.get("id");
  const type = fields.get("event") ?? "comment";
  return { type, data: fields.get("data") ?? "", ...(id === undefined ? {} : { id }) };
}

/** Yields the events without the heartbeats. */
export async function* withoutComments(
  events: AsyncIterable<ServerSentEvent>,
): AsyncGenerator<ServerSentEvent, undefined, undefined> {
  for await (const event of events) if (event.type !== "comment") yield event;
}

/** Creates a standard Connect client of a service, which calls it directly. It supports streams. */
export async function createServiceClient<S extends DescService>(
  shop: Shop,
  worker: WorkerName,
  { service, identity }: { readonly service: S; readonly identity: Identity },
): Promise<Client<S>> {
  const signed = await signIdentity(shop.stack.services.secrets, identity);
  const transport = createStandardTransport({
    baseUrl: shop.stack.directUrls[worker] ?? "",
    headers: { [identityHeader]: signed },
  });
  return createClient(service, transport);
}
