import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { Code } from "@connectrpc/connect";
import { AccountService } from "../../../proto/gen/account/v1/account_pb.js";
import { hashAddress } from "../../kit/auth/address-hash.ts";
import type { Identity } from "../../kit/auth/identity.ts";
import { createRpcClient } from "../../kit/connect/client.ts";
import type { Failure } from "../../kit/errors/failure.ts";
import { readFastPaths } from "../../kit/fast-paths.ts";
import { type CountedEvent, type CountedEventType, createEventCounter } from "../../kit/observability/event-counter.ts";
import { describeError, log } from "../../kit/observability/log.ts";
import type { Trace } from "../../kit/observability/trace.ts";
import { readConfig } from "../config.ts";

/** Records what the gateway denied to one request, and what staff and partners changed. No method waits or throws. */
export interface Audit {
  /** Logs a denied request and counts it for the audit trail. Each operation of a request is counted once. */
  denied(type: CountedEventType, operation: string): void;
  /** As `denied`, for a failure. Does nothing for failures that are no denial. */
  deniedBy(failure: Failure, operation: string): void;
  /** Counts a change of the catalog or of orders by staff or a partner. */
  changed(operation: string): void;
}

export interface AuditedRequest {
  readonly trace: Trace;
  readonly ip: string;
  /** Returns the caller as it is known so far. */
  readonly identity: () => Identity;
  /** Continues work after the response. */
  readonly defer: (work: Promise<unknown>) => void;
}

/** Time limit for the account service. */
const storeMs = 5_000;

const counter = createEventCounter();

export function createAudit(env: Env, { trace, ip, identity, defer }: AuditedRequest): Audit {
  const recorded = new Set<string>();

  const record = async (type: CountedEventType, operation: string, caller: Identity): Promise<void> => {
    const addressHash = await hashAddress(readConfig(env).addressHashKey, ip);
    if (type !== "SHOP_CHANGED") {
      log("warn", "denied", {
        type,
        operation,
        account: caller.accountId,
        tokenId: caller.partner?.tokenId,
        address: addressHash,
        traceId: trace.traceId,
      });
    }
    counter.count(
      { type, actor: actorOf(caller), accountId: caller.accountId, operation, addressHash },
      { now: Date.now(), defer, store: (events) => store(env, trace, events) },
    );
  };
  const recordOnce = (type: CountedEventType, operation: string, caller = identity()): void => {
    const key = `${type} ${operation}`;
    if (recorded.has(key)) return;
    recorded.add(key);
    defer(record(type, operation, caller));
  };

  return {
    denied: recordOnce,
    deniedBy: (failure, operation) => {
      const type = denialTypeOf(failure, identity());
      const { tokenId } = failure.metadata;
      const partner = tokenId === undefined ? undefined : { roles: [], partner: { tokenId, scopes: [] } };
      if (type !== undefined) recordOnce(type, operation, partner);
    },
    changed: (operation) => recordOnce("SHOP_CHANGED", operation),
  };
}

/**
 * Returns the type of the event for a failure. A failure that the throwing service has counted is none. Neither is an expired
 * access token: clients refresh theirs when it is refused.
 */
export function denialTypeOf(
  { code, metadata }: Failure,
  { accountId, partner }: Identity,
): CountedEventType | undefined {
  if (metadata.counted !== undefined || metadata.expired !== undefined) return undefined;
  switch (code) {
    case Code.PermissionDenied:
      return "ACCESS_DENIED";
    case Code.Unauthenticated:
      // Signed-in callers have a token that was revoked. Others have none.
      return accountId === undefined && partner === undefined ? "ACCESS_DENIED" : "TOKEN_REFUSED";
    case Code.ResourceExhausted:
      return "LIMIT_EXCEEDED";
    default:
      return undefined;
  }
}

function actorOf({ accountId, partner }: Identity): string {
  if (accountId !== undefined) return `account:${accountId}`;
  return partner === undefined ? "anonymous" : `token:${partner.tokenId}`;
}

/** Sends events to the account service, which owns the audit trail. Logs a failure. */
async function store(env: Env, trace: Trace, events: readonly CountedEvent[]): Promise<void> {
  try {
    const identity = await readConfig(env).identitySigner.signService(Date.now());
    const account = createRpcClient(env.ACCOUNT, {
      trace,
      identity,
      timeoutMs: storeMs,
      fastPath: readFastPaths(env).connect,
    });
    await account(AccountService.method.recordSecurityEvents, {
      events: events.map(({ minute, accountId = "", ...event }) => ({
        ...event,
        userId: accountId,
        minute: timestampFromMs(minute),
      })),
    });
  } catch (error) {
    log("error", "security events lost", {
      events: events.length,
      traceId: trace.traceId,
      error: describeError(error),
    });
  }
}
