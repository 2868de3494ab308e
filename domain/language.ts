/** The languages we ship, as Teams names them; the first is what an unknown language falls back to. */
export const LANGUAGES = ['en', 'ja', 'zh-TW'] as const;

export type Language = (typeof LANGUAGES)[number];

/**
 * The language we speak for a locale that Teams or a browser names ("ja-JP", "zh-Hant-HK", "en-GB").
 * Chinese is Traditional for us whatever its region: it is the only Chinese that we ship.
 */
export function languageOf(locale: string | undefined): Language {
  const primary = locale?.toLowerCase().split('-')[0];
  if (primary === 'ja') return 'ja';
  if (primary === 'zh') return 'zh-TW';
  return 'en';
}
