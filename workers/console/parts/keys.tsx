const keys = [
  ["Ctrl K, ⌘ K", "Go to an id, number, email address, SKU or page"],
  ["Paste", "Go to what was copied"],
  ["J, K", "Next and previous row of a table"],
  ["X", "Select the row"],
  ["Enter", "Open the row"],
  ["E", "Move to the action for the selected rows"],
  ["?", "Show or hide these keys"],
] as const;

/** The keys of all pages. The browser opens the list without a script. */
export function Keys() {
  return (
    <>
      <button type="button" class="second" popovertarget="keys">
        Keyboard shortcuts
      </button>
      <div id="keys" popover="auto" role="dialog" aria-labelledby="keys-heading">
        <h2 id="keys-heading">Keyboard shortcuts</h2>
        <dl class="facts">
          {keys.map(([key, meaning]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </div>
    </>
  );
}
