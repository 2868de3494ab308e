import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { IntlMessageFormat } from 'intl-messageformat';
import { COMMANDS } from '../../domain/commands.ts';
import { LANGUAGES, type Language } from '../../domain/language.ts';
import { SERVICES } from '../../domain/services.ts';
import en from '../../locales/en.json' with { type: 'json' };
import ja from '../../locales/ja.json' with { type: 'json' };
import zhTW from '../../locales/zh-TW.json' with { type: 'json' };

const TEXTS: Record<Language, Record<string, string>> = { en, ja, 'zh-TW': zhTW };
const KEYS = Object.keys(en);

type Element = ReturnType<IntlMessageFormat['getAst']>[number];

/** What kinds of ICU elements are called when they stand between braces; text and `#` take no value. */
const KINDS: Readonly<Record<number, string>> = {
  1: 'as it is',
  2: 'number',
  3: 'date',
  4: 'time',
  5: 'select',
  6: 'plural',
};

/** The values that a text wants, with how it takes them: "days plural", "date date", "name as it is". */
function valuesIn(elements: readonly Element[]): string[] {
  return elements.flatMap(element => {
    const kind = KINDS[element.type];
    if (kind === undefined || !('value' in element)) return [];
    const inner =
      'options' in element ? Object.values(element.options).flatMap(option => valuesIn(option.value)) : [];
    return [`${element.value} ${kind}`, ...inner];
  });
}

function valuesOf(text: string): string[] {
  return [
    ...new Set(valuesIn(new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).getAst())),
  ].sort();
}

describe.each(LANGUAGES)('the texts in %s', language => {
  const texts = TEXTS[language];

  it('are complete, and no more than complete', () => {
    expect(Object.keys(texts).sort()).toEqual([...KEYS].sort());
  });

  it('stand in the order of their keys, so that changes merge', () => {
    expect(Object.keys(texts)).toEqual(Object.keys(texts).sort());
  });

  it('want the same values as in English', () => {
    const wanted = (of: Record<string, string>) =>
      Object.fromEntries(KEYS.map(key => [key, valuesOf(of[key] ?? '')]));
    expect(wanted(texts)).toEqual(wanted(en));
  });

  it('are neither empty nor padded', () => {
    expect(KEYS.filter(key => texts[key]?.trim() !== texts[key] || texts[key] === '')).toEqual([]);
  });

  it('have command titles and buttons of commands that can be told apart', () => {
    const titles = COMMANDS.map(command =>
      texts[`command.${command}.title`]?.normalize('NFKC').toLowerCase(),
    );
    expect(new Set(titles).size).toBe(COMMANDS.length);
  });

  it('keep to the limits of the Teams app manifest', () => {
    const long = (key: string, max: number) => [...(texts[key] ?? '')].length > max;
    const limits: [string, number][] = [
      ['manifest.name.short', 30],
      ['manifest.name.full', 100],
      ['manifest.description.short', 80],
      ['manifest.description.full', 4_000],
      ...COMMANDS.map((command): [string, number] => [`command.${command}.title`, 32]),
      ...COMMANDS.map((command): [string, number] => [`command.${command}.description`, 128]),
    ];
    expect(limits.filter(([key, max]) => long(key, max))).toEqual([]);
  });
});

describe('the terms', () => {
  const found = (language: Language, pattern: RegExp) =>
    KEYS.filter(key => pattern.test(TEXTS[language][key] ?? ''));

  it('in Japanese are one for each thing', () => {
    expect(found('ja', /再販業者|再販売業者|販売代理店|インダイレクト|全体管理者|プロバイダ(?!ー)/)).toEqual(
      [],
    );
    expect(found('ja', /直接のパートナー|(?<![ァ-ヶー])ロール/)).toEqual([]);
    // Whom a card names to somebody else, it names politely.
    expect(found('ja', /\{person\} (?!さん)/).filter(key => key.startsWith('notice.'))).toEqual([]);
    // Whom the Azure portal calls so is no global admin.
    expect(found('ja', /テナント所有/)).toEqual(['order.tenantOwner']);
  });

  it('in Traditional Chinese are one for each thing', () => {
    expect(found('zh-TW', /經銷商|代理商|再販|全局|全域管理員|信息|用户|设置|默認|網絡|軟件/)).toEqual([]);
  });

  it('in Traditional Chinese put a space between Latin and Han', () => {
    expect(found('zh-TW', /\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Script=Han}/u)).toEqual([]);
  });

  it('in Japanese put a space between Latin and Japanese, as Microsoft style does', () => {
    const japanese = '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}]';
    expect(found('ja', new RegExp(`${japanese}[A-Za-z0-9]|[A-Za-z0-9]${japanese}`, 'u'))).toEqual([]);
  });

  it('do not translate what are names', () => {
    for (const language of LANGUAGES) {
      expect(SERVICES.map(service => TEXTS[language][`service.${service}`])).toEqual(
        SERVICES.map(service => TEXTS.en[`service.${service}`]),
      );
    }
  });
});

/** Sources that may name a text; tests do not count. */
const FOLDERS = [
  'bot',
  'cards',
  'dialogs',
  'domain',
  'manifest',
  'operations',
  'scripts',
  'storage',
  'bench',
];
const sources = FOLDERS.flatMap(folder =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => /\.(ts|json)$/.test(file))
    .map(file => readFileSync(path.join(folder, file), 'utf8')),
);
/** Keys named whole: in code, behind @ in a card template, or between % in the app manifest. */
const named = new Set(
  sources.flatMap(source =>
    [...source.matchAll(/['"`][@%]?([a-z][\w-]*(?:\.[\w-]+)+)%?['"`]/gi)].map(([, key]) => key ?? ''),
  ),
);
/** Keys put together, such as `invitation.state.${state}`: each stands for all keys of that shape. */
const built = [...new Set(sources.flatMap(source => source.match(/`[a-z][\w.-]*\.\$\{[^`]*`/gi) ?? []))].map(
  literal =>
    new RegExp(
      `^${literal
        .slice(1, -1)
        .split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/)
        .map(RegExp.escape)
        .join('[^.]+')}$`,
    ),
);

describe('every text', () => {
  it('is used somewhere', () => {
    expect(KEYS.filter(key => !named.has(key) && !built.some(shape => shape.test(key)))).toEqual([]);
  });

  it('that is put together from parts exists', () => {
    const kinds = new Set(KEYS.map(key => key.split('.')[0]));
    const ours = built.filter(shape => kinds.has(/^\^([a-z]+)/i.exec(shape.source)?.[1] ?? ''));
    expect(ours.filter(shape => !KEYS.some(key => shape.test(key))).map(shape => shape.source)).toEqual([]);
  });
});
