import { LANGUAGES, type Language, languageOf } from '../../domain/language.ts';

/**
 * The language of a page: the one asked for (`?language=ja`), else the one of ours that the browser likes best
 * (Accept-Language), else English.
 */
export function pageLanguage(query: string, acceptLanguage = ''): Language {
  const asked = new URLSearchParams(query).get('language');
  return LANGUAGES.find(language => language === asked) ?? languageOf(likedBest(acceptLanguage));
}

function likedBest(acceptLanguage: string): string | undefined {
  const [best] = acceptLanguage
    .split(',')
    .map(part => {
      const [tag = '', quality = ''] = part.split(';').map(piece => piece.trim());
      return { tag, quality: Number(/^q=([\d.]+)$/i.exec(quality)?.[1] ?? 1) };
    })
    .filter(({ tag, quality }) => /^(en|ja|zh)(-|$)/i.test(tag) && quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return best?.tag;
}
