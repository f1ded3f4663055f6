import { plugin as createDocuments } from "@graphql-codegen/typed-document-node";

/** The plugin `typed-document-node`, whose documents have no line breaks: requests contain them, and the size of a Worker counts. */
export const plugin: typeof createDocuments = async (...args) => {
  const output = await createDocuments(...args);
  if (typeof output === "string") return compact(output);
  return { ...output, content: compact(output.content) };
};

function compact(code: string): string {
  return code.replaceAll(/TypedDocumentString\(`([^`]*)`/g, (_match, document: string) => {
    return `TypedDocumentString(\`${document.replaceAll(/\s+/g, " ").trim()}\``;
  });
}
