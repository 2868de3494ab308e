import { IntlMessageFormat } from 'intl-messageformat';
import { LANGUAGES, type Language } from '../domain/language.ts';
import en from './en.json' with { type: 'json' };
import ja from './ja.json' with { type: 'json' };
import zhTW from './zh-TW.json' with { type: 'json' };

/** The name of a text; every language has the same ones (a test compares them). */
export type MessageKey = keyof typeof en;

/** What a text may be told: names, numbers, and moments for the formats below. */
export type MessageValues = Record<string, string | number | Date>;

/** Gives a text in one language. Throws when a value that the text needs is missing: a slip of ours, never a person's. */
export type Translate = (key: MessageKey, values?: MessageValues) => string;

const TEXTS: Record<Language, Record<MessageKey, string>> = { en, ja, 'zh-TW': zhTW };

/** Moments in texts are in UTC and say so, because a letter or a page does not know its reader's time zone. */
const FORMATS = {
  date: {
    day: { dateStyle: 'long', timeZone: 'UTC' },
    moment: { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' },
  },
} as const;

/** The translator of a language; texts are ICU MessageFormat, each parsed when first needed and kept. */
export function translator(language: Language): Translate {
  return TRANSLATORS[language];
}

const TRANSLATORS: Record<Language, Translate> = {
  en: makeTranslator('en'),
  ja: makeTranslator('ja'),
  'zh-TW': makeTranslator('zh-TW'),
};

function makeTranslator(language: Language): Translate {
  const texts = TEXTS[language];
  const parsed = new Map<MessageKey, IntlMessageFormat>();
  return (key, values) => {
    const text = texts[key];
    if (!text.includes('{')) return text;
    let message = parsed.get(key);
    if (!message) {
      message = new IntlMessageFormat(text, language, FORMATS, { ignoreTag: true });
      parsed.set(key, message);
    }
    return String(message.format(values));
  };
}

/** A text in every language, as stored: the command parser understands all titles of a command. */
export function allTitlesOf(key: MessageKey): readonly string[] {
  return LANGUAGES.map(language => TEXTS[language][key]);
}

/** True for the name of a text that we have. */
export function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(en, key);
}
