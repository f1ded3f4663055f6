const entities: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&amp;": "&",
};

/**
 * The matching part of a search result. The API marks matching words with `<em>` and escapes everything else. Nothing of it is
 * used as HTML here.
 */
export function Highlight({ text }: { readonly text: string }) {
  const parts = text.split(/<\/?em>/);
  return (
    <p class="quiet highlight">
      {parts.map((part, index) => {
        const plain = part.replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => entities[entity] ?? entity);
        // Parts at odd positions were between the two tags.
        return index % 2 === 1 ? <mark key={`${index}${part}`}>{plain}</mark> : plain;
      })}
    </p>
  );
}
