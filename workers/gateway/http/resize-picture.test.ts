import { describe, expect, it } from "vitest";
import { resizePicture } from "./resize-picture.ts";

const origin = "https://shop.example";
const url = "https://images.example/lamp.jpg?v=2";
const resized = (width: number) => `${origin}/cdn-cgi/image/width=${width},fit=scale-down,format=auto/${url}`;

describe("resizePicture", () => {
  it.each([
    [1, 100],
    [100, 100],
    [101, 200],
    [1_200, 1_600],
    [10_000, 10_000],
  ])("returns for a width of %i the URL of a width of %i", (width, existing) => {
    expect(resizePicture(url, { width, origin })).toBe(resized(existing));
  });

  it("returns a URL without spaces, which separate URLs in srcset", () => {
    const spaced = resizePicture("https://images.example/a lamp.jpg", { width: 100, origin });
    expect(spaced).toBe(resized(100).replace("lamp.jpg?v=2", "a%20lamp.jpg"));
  });

  it("returns the picture itself where no zone resizes pictures", () => {
    expect(resizePicture(url, { width: 100, origin: undefined })).toBe(url);
  });
});
