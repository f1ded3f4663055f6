import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { followStream } from "./stream.ts";

/** The part of the browser's class that the code uses. A test opens it and makes it fail. */
class FakeEventSource extends EventTarget {
  static readonly CLOSED = 2;
  static readonly opened: FakeEventSource[] = [];
  readyState = 0;
  readonly url: string;

  constructor(url: string) {
    super();
    this.url = url;
    FakeEventSource.opened.push(this);
  }

  close(): void {
    this.readyState = FakeEventSource.CLOSED;
  }

  open(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
  }

  /** As after an error status. */
  fail(): void {
    this.readyState = FakeEventSource.CLOSED;
    this.dispatchEvent(new Event("error"));
  }

  send(result: object): void {
    this.dispatchEvent(new MessageEvent("next", { data: JSON.stringify(result) }));
  }
}

const { opened } = FakeEventSource;
let page: EventTarget & { hidden: boolean };
let status = 503;
const onNext = vi.fn();
const onOpen = vi.fn();
const onRefused = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  opened.length = 0;
  status = 503;
  page = Object.assign(new EventTarget(), { hidden: false });
  const host = new EventTarget();
  vi.stubGlobal("EventSource", FakeEventSource);
  vi.stubGlobal("document", page);
  vi.stubGlobal("addEventListener", host.addEventListener.bind(host));
  vi.stubGlobal("removeEventListener", host.removeEventListener.bind(host));
  vi.stubGlobal("fetch", async () => new Response(null, { status }));
  vi.spyOn(Math, "random").mockReturnValue(0.5);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  for (const mock of [onNext, onOpen, onRefused]) mock.mockReset();
});

const follow = () => followStream(() => `/events?after=${opened.length}`, onNext, { onOpen, onRefused });

/** Makes the open stream fail, and returns after how many milliseconds the next one is opened. */
async function measureDelay(): Promise<number> {
  const { length } = opened;
  opened.at(-1)?.fail();
  const startedAt = Date.now();
  while (opened.length === length) await vi.advanceTimersByTimeAsync(100);
  return Date.now() - startedAt;
}

it("opens a failed stream again, each time later, at most after a minute, until one was open for a minute", async () => {
  follow();
  const delays: number[] = [];
  while (delays.length < 8) delays.push(await measureDelay());
  expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  expect(opened.map(({ url }) => url).slice(0, 3)).toEqual(["/events?after=0", "/events?after=1", "/events?after=2"]);
  opened.at(-1)?.open();
  expect(onOpen).toHaveBeenCalledOnce();
  expect(await measureDelay()).toBe(60_000);
  opened.at(-1)?.open();
  await vi.advanceTimersByTimeAsync(60_100);
  expect(await measureDelay()).toBe(1_000);
});

it.each([
  [0, 500],
  [0.999, 1_500],
])("waits for another time in each page: with the random number %d for %d ms", async (random, ms) => {
  vi.mocked(Math.random).mockReturnValue(random);
  follow();
  expect(await measureDelay()).toBe(ms);
});

it.each([401, 403])("stays closed after the status %d, and says so once", async (refused) => {
  status = refused;
  follow();
  opened[0]?.fail();
  await vi.advanceTimersByTimeAsync(300_000);
  page.dispatchEvent(new Event("visibilitychange"));
  expect(opened).toHaveLength(1);
  expect(onRefused).toHaveBeenCalledOnce();
});

it("asks for the status after an event with an error, which ends the stream", async () => {
  status = 401;
  follow();
  opened[0]?.send({ data: { orderFeed: {} } });
  opened[0]?.send({ errors: [{ message: "The session has ended" }] });
  await vi.advanceTimersByTimeAsync(0);
  expect(onNext).toHaveBeenCalledOnce();
  expect(onRefused).toHaveBeenCalledOnce();
  expect(opened[0]?.readyState).toBe(FakeEventSource.CLOSED);
});

it("leaves the new connection after a lost one to the browser", async () => {
  follow();
  opened[0]?.dispatchEvent(new Event("error"));
  await vi.advanceTimersByTimeAsync(300_000);
  expect(opened).toHaveLength(1);
  expect(opened[0]?.readyState).not.toBe(FakeEventSource.CLOSED);
});

it("opens no stream in the background and after its end, also if one has failed before", async () => {
  const end = follow();
  opened[0]?.fail();
  await vi.advanceTimersByTimeAsync(0);
  page.hidden = true;
  page.dispatchEvent(new Event("visibilitychange"));
  await vi.advanceTimersByTimeAsync(300_000);
  expect(opened).toHaveLength(1);
  page.hidden = false;
  page.dispatchEvent(new Event("visibilitychange"));
  expect(opened).toHaveLength(2);
  opened[1]?.fail();
  end();
  await vi.advanceTimersByTimeAsync(300_000);
  expect(opened).toHaveLength(2);
});
