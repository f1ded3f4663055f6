import { Island } from "../../kit/pages/island.tsx";
import type { CategoryRowFragment } from "../documents.generated.ts";

/** A category with those below it, as far as the page asks for them. */
export interface CategoryBranch extends CategoryRowFragment {
  readonly children?: readonly CategoryBranch[];
}

interface CategoryTreeProps {
  readonly categories: readonly CategoryBranch[];
  /** The category above them. An empty string stands for the root. */
  readonly parentId: string;
}

/** Categories with buttons that move them among their siblings. With JavaScript they can be dragged too. */
export function CategoryTree({ categories, parentId }: CategoryTreeProps) {
  return (
    <Island name="category-tree">
      <Branches categories={categories} parentId={parentId} />
      <form method="post" action="/categories/move" hidden data-drop>
        <input type="hidden" name="id" />
        <input type="hidden" name="place" />
      </form>
    </Island>
  );
}

function Branches({ categories, parentId }: CategoryTreeProps) {
  return (
    <ul class="tree">
      {categories.map(({ id, slug, name, productCount, children = [] }, index) => (
        <li key={id} id={id} data-parent={parentId} data-position={index}>
          <div class="branch">
            <a href={`/categories/${id}`}>{name}</a>
            <a href={`/products?category=${encodeURIComponent(slug)}`} class="quiet" aria-label={`Products of ${name}`}>
              {productCount === 1 ? "1 product" : `${productCount} products`}
            </a>
            <form method="post" action="/categories/move" class="actions">
              <input type="hidden" name="id" value={id} />
              <MoveButton label="Up" name={name} place={`${parentId}:${index - 1}`} isDisabled={index === 0} />
              <MoveButton
                label="Down"
                name={name}
                place={`${parentId}:${index + 1}`}
                isDisabled={index === categories.length - 1}
              />
            </form>
          </div>
          {children.length > 0 && <Branches categories={children} parentId={id} />}
        </li>
      ))}
    </ul>
  );
}

interface MoveButtonProps {
  readonly label: "Up" | "Down";
  readonly name: string;
  /** The parent and the position, as the form sends them. */
  readonly place: string;
  readonly isDisabled: boolean;
}

function MoveButton({ label, name, place, isDisabled }: MoveButtonProps) {
  return (
    <button
      type="submit"
      class="second"
      name="place"
      value={place}
      disabled={isDisabled}
      aria-label={`Move ${name} ${label.toLowerCase()}`}
    >
      {label}
    </button>
  );
}
