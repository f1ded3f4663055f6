import { describe, expect, it } from "vitest";
import { findAnchors, findRelativeLinks } from "./markdown-links.ts";

describe("findRelativeLinks", () => {
  it("finds links to files and headings, and no URL", () => {
    const markdown = [
      '[a](b.md) and [c](../d.md#e-f "title"), ![image](images/g.png)',
      "[own](#heading) [web](https://example.com/x.md) [mail](mailto:a@example.com)",
      "[reference]: other.md#part",
    ].join("\n");
    expect(findRelativeLinks(markdown)).toEqual([
      { line: 1, path: "b.md", anchor: undefined },
      { line: 1, path: "../d.md", anchor: "e-f" },
      { line: 1, path: "images/g.png", anchor: undefined },
      { line: 2, path: "", anchor: "heading" },
      { line: 3, path: "other.md", anchor: "part" },
    ]);
  });

  it("ignores code", () => {
    expect(findRelativeLinks("`[a](b.md)`\n```md\n[c](d.md)\n```\n~~~\n[e](f.md)\n~~~")).toEqual([]);
  });
});

describe("findAnchors", () => {
  it("returns the anchors of headings as GitHub does", () => {
    const markdown =
      '# A `code` & more\n## [Linked](x.md): 1.2\n## Same\n### Same\n```sh\n# comment\n```\n<a id="own"></a>';
    expect([...findAnchors(markdown)]).toEqual(["a-code--more", "linked-12", "same", "same-1", "own"]);
  });
});
