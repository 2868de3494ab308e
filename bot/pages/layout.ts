import { LANGUAGES, type Language } from '../../domain/language.ts';
import { translator } from '../../locales/index.ts';
import { type Html, html } from './html.ts';

/** What the frame around every page needs to know. */
export interface PageFrame {
  language: Language;
  title: string;
  main: Html;
  /** Whether the reader may switch the language: not where the page belongs to somebody whose language we know. */
  languageLinks: boolean;
  /** Whether it has a form, whose origin a browser tells only to a page that lets it. */
  form?: boolean;
  /** A script of this page alone, among the assets. */
  script?: string;
}

/** A whole page: the same head, header and status line for all of them. */
export function layout({ language, title, main, languageLinks, form, script }: PageFrame): string {
  const t = translator(language);
  const name = t('page.name');
  const page = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="${form ? 'same-origin' : 'no-referrer'}">
<meta name="format-detection" content="telephone=no">
<title>${title === name ? name : `${title} – ${name}`}</title>
<link rel="icon" type="image/svg+xml" href="/assets/icon.svg">
<link rel="stylesheet" href="/assets/pages.css">
<script defer src="/assets/pages.js"></script>
${script ? html`<script defer src="/assets/${script}"></script>` : undefined}
</head>
<body>
<header>
<p class="brand"><img src="/assets/icon.svg" width="28" height="28" alt=""> ${name}</p>
${languageLinks ? links(language) : undefined}
</header>
<main>
${main}
</main>
<p id="status" role="status" data-copied="${t('page.copied')}" data-failed="${t('page.copyFailed')}"></p>
</body>
</html>
`;
  return page.toString();
}

function links(current: Language): Html {
  const t = translator(current);
  const items = LANGUAGES.map(language => {
    const mark = language === current ? html` aria-current="true"` : undefined;
    return html`<li><a href="?language=${language}" hreflang="${language}" lang="${language}"${mark}>${t(`language.${language}`)}</a></li>`;
  });
  return html`<nav aria-label="${t('page.languages')}"><ul>${items}</ul></nav>`;
}
