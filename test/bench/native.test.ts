import { describe, expect, it } from "vitest";
import { areaOf } from "./native.ts";

describe("the area of a stack", () => {
  it.each([
    ["memory of a scavenge", "garbage collection", ["__memmove", "v8::internal::Heap::CollectGarbage", "Builtins_Map"]],
    [
      "a statement",
      "Durable Object: SQLite and alarms",
      ["tcmalloc", "sqlite3_step", "workerd::SqliteDatabase::Query::nextRow", "[unknown]"],
    ],
    ["a callback that runs in a statement", "JavaScript", ["Builtins_ArrayMap", "[unknown]", "sqlite3_step"]],
    ["a socket", "kernel: sockets", ["tcp_sendmsg", "__x64_sys_sendto", "kj::AsyncIoStream::write"]],
    ["a header", "HTTP", ["tcmalloc", "kj::HttpHeaders::clone", "workerd::IoContext::runImpl"]],
    ["a promise", "promises and event loop", ["kj::_::TransformPromiseNode::get", "workerd::IoContext::runImpl"]],
    ["unknown code", "other", ["__vfprintf_internal"]],
  ])("of %s is %s", (_, area, stack) => {
    expect(areaOf(stack)).toBe(area);
  });
});
