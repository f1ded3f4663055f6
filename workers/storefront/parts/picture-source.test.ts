import { describe, expect, it } from "vitest";
import { findMedia, type PicturedProduct, toPictureSource } from "./picture-source.ts";

const file = (name: string, width: number | null, isResized: boolean) => {
  const url = `https://images.example/${name}`;
  const resized = (pixels: number) => (isResized ? `https://shop.example/${pixels}/${url}` : url);
  const height = width === null ? null : width / 2;
  return {
    url,
    alt: name,
    width,
    height,
    w200: resized(200),
    w400: resized(400),
    w800: resized(800),
    w1600: resized(1_600),
  };
};
const product = (...media: PicturedProduct["media"]): PicturedProduct => ({
  slug: "lamp",
  categories: [{ slug: "lighting" }],
  attributes: [],
  media,
});
const view = { pictures: "media" } as const;

describe("the picture of a product", () => {
  it("has the size of the file, and widths of which the browser chooses one", () => {
    const url = "https://images.example/lamp.jpg";
    expect(toPictureSource(view, product(file("lamp.jpg", 2_000, true)), { width: 640 })).toEqual({
      src: `https://shop.example/800/${url}`,
      srcset: [200, 400, 800, 1_600].map((width) => `https://shop.example/${width}/${url} ${width}w`).join(", "),
      sizes: "min(640px, 100vw)",
      width: 2_000,
      height: 1_000,
    });
  });

  it("has no width beyond that of the file", () => {
    const { src, srcset } = toPictureSource(view, product(file("small.jpg", 300, true)), { width: 640 });
    expect(src).toBe("https://shop.example/400/https://images.example/small.jpg");
    expect(srcset?.split(", ").map((source) => source.split(" ")[1])).toEqual(["200w", "300w"]);
  });

  it("is the file where nothing resizes pictures, and square where its size is unknown", () => {
    const source = toPictureSource(view, product(file("plain.jpg", null, false)), { width: 96 });
    expect(source).toEqual({ src: "https://images.example/plain.jpg", width: 96, height: 96 });
  });

  it("is that of the variant, if it has one", () => {
    const lamp = product(file("lamp.jpg", null, false));
    const red = { options: [], media: [file("red.jpg", null, false)] };
    expect(findMedia(view, lamp, red)?.alt).toBe("red.jpg");
    expect(toPictureSource(view, lamp, { variant: red, width: 96 }).src).toBe("https://images.example/red.jpg");
    expect(findMedia(view, lamp, { options: [], media: [] })?.alt).toBe("lamp.jpg");
  });

  it("is drawn without a file, and in the demo shop", () => {
    const variant = { options: [{ name: "color", value: "oak" }], media: [file("red.jpg", null, true)] };
    const drawn = { src: expect.stringMatching(/^\/images\/\w+\/oak\/lamp\.svg$/), width: 96, height: 96 };
    expect(toPictureSource({ pictures: "drawn" }, product(), { variant, width: 96 })).toEqual(drawn);
    expect(toPictureSource(view, product(), { variant: { ...variant, media: [] }, width: 96 })).toEqual(drawn);
  });
});
