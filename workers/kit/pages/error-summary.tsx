interface ErrorSummaryProps {
  readonly heading: string;
  /** Each error, with the id of its input if it has one. */
  readonly errors: readonly { readonly text: string; readonly inputId?: string | undefined }[];
}

/** What is wrong with a form that was sent. It receives the focus when the page has loaded. */
export function ErrorSummary({ heading, errors }: ErrorSummaryProps) {
  if (errors.length === 0) return null;
  return (
    <div class="errors" role="alert" tabindex={-1} autofocus>
      <h2>{heading}</h2>
      <ul>
        {errors.map(({ text, inputId }) => (
          <li key={text}>{inputId === undefined ? text : <a href={`#${inputId}`}>{text}</a>}</li>
        ))}
      </ul>
    </div>
  );
}
