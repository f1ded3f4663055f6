import { describe, expect, it } from "vitest";
import { findSecrets } from "../support/log-secret-scan.ts";

describe("findSecrets", () => {
  it.each([
    ["an email address", '{"message":"rpc","to":"person-1@example.com"}'],
    ["an access token", '{"error":"bad token eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhIn0.x"}'],
    ["a refresh token", `{"token":"ses_${"0".repeat(26)}.abc"}`],
    ["a secret in hex", `{"hash":"${"ab".repeat(32)}"}`],
    ["a password", '{"input":"correct horse battery"}'],
    ["a password hash", '{"row":"$argon2id$v=19"}'],
  ])("finds %s", (kind, line) => {
    expect(findSecrets(`{"message":"fine"}\n${line}`)).toEqual([`line 2 of the logs contains ${kind}`]);
  });

  it("finds nothing in the log line of an RPC", () => {
    const line = `{"level":"info","message":"rpc","service.name":"account","rpc.method":"AuthenticateUser","rpc.connect_rpc.error_code":"ok","duration_ms":3,"stoa.trace_id":"${"4b".repeat(16)}"}`;
    expect(findSecrets(line)).toEqual([]);
  });
});
