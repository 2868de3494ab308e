import { htmlEscape } from 'escape-goat';

/** Markup that is safe to send as it is. */
export class Html {
  readonly #markup: string;
  constructor(markup: string) {
    this.#markup = markup;
  }
  toString(): string {
    return this.#markup;
  }
}

/** What may stand in a template: text is escaped, markup is not, nothing is nothing. */
export type HtmlValue = string | Html | readonly Html[] | undefined;

/** A template for markup. Every text in it is escaped, in content and between double quotes alike. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(String.raw({ raw: strings }, ...values.map(markupOf)));
}

function markupOf(value: HtmlValue): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return htmlEscape(value);
  return value instanceof Html ? value.toString() : value.join('');
}
