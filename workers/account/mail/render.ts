import { Liquid, type LiquidOptions, type Template } from "liquidjs";
import { describeError, log } from "../../kit/observability/log.ts";

/** A mail without sender and receiver. */
export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  /** Absent when the template has no HTML file. */
  readonly html?: string;
}

export interface MailRenderer {
  /** Returns the locale of the template for a reader's locale: "de" for "de-AT", the default for a language without templates. */
  readonly findLocale: (name: string, locale: string) => string;
  /**
   * Renders the template with this name in a locale that `findLocale` returned. A template that fails is replaced by the one
   * of the default locale, so that its bug stops no email.
   */
  readonly render: (name: string, locale: string, variables: object) => RenderedMail;
}

export interface RendererOptions {
  /** True to throw for an unknown variable, and when a template fails. For tests. Otherwise the variable is empty. */
  readonly isStrict?: boolean;
}

const defaultLocale = "en";

/**
 * Creates a renderer of Liquid templates. `files` are their sources by path: `<locale>/<name>.txt`, whose first line is the
 * subject, and optionally `<locale>/<name>.html`. Variables in HTML are escaped.
 */
export function createMailRenderer(
  files: Readonly<Record<string, string>>,
  { isStrict = false }: RendererOptions = {},
): MailRenderer {
  const options: LiquidOptions = {
    templates: { ...files },
    cache: true,
    strictVariables: isStrict,
    strictFilters: isStrict,
    ownPropertyOnly: true,
  };
  const textEngine = new Liquid(options);
  const htmlEngine = new Liquid({ ...options, outputEscape: "escape" });

  const parsed = new Map<string, { readonly subject: Template[]; readonly text: Template[] }>();
  const parseText = (path: string) => {
    const known = parsed.get(path);
    if (known !== undefined) return known;
    const [, subject, text] = /^Subject: (.+)\n\n([\s\S]*)$/.exec(files[path] ?? "") ?? [];
    if (subject === undefined || text === undefined) throw new Error(`${path} does not begin with a subject`);
    const templates = { subject: textEngine.parse(subject), text: textEngine.parse(text) };
    parsed.set(path, templates);
    return templates;
  };

  const renderIn = (name: string, locale: string, variables: object): RenderedMail => {
    const path = `${locale}/${name}`;
    const scope = { ...variables, locale };
    const templates = parseText(`${path}.txt`);
    const mail = {
      // A line break in a variable would end the header of the subject.
      subject: String(textEngine.renderSync(templates.subject, scope)).replace(/\s+/g, " "),
      // Parts of a template that are left out leave empty lines.
      text: String(textEngine.renderSync(templates.text, scope)).replace(/\n{3,}/g, "\n\n"),
    };
    if (files[`${path}.html`] === undefined) return mail;
    return { ...mail, html: String(htmlEngine.renderFileSync(`${path}.html`, scope)) };
  };

  return {
    findLocale: (name, locale) => {
      const [language = ""] = locale.split("-");
      return [locale, language].find((candidate) => files[`${candidate}/${name}.txt`] !== undefined) ?? defaultLocale;
    },
    render: (name, locale, variables) => {
      try {
        return renderIn(name, locale, variables);
      } catch (error) {
        if (isStrict || locale === defaultLocale) throw error;
        const fields = { template: `${locale}/${name}`, error: describeError(error) };
        log("error", "mail template failed", fields);
        return renderIn(name, defaultLocale, variables);
      }
    },
  };
}
