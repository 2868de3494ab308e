import { describe, expect, it } from '@jest/globals';
import { understand } from '../../bot/commands.ts';
import { COMMANDS, type Command } from '../../domain/commands.ts';
import { LANGUAGES } from '../../domain/language.ts';
import { translator } from '../../locales/index.ts';
import { registered, unpacked } from './packageParts.ts';

const { manifest, languageFile } = unpacked(registered);
/** What the menu has no place for: each is a button of a card that the menu leads to, and the word is understood all the same. */
const NOT_IN_MENU: readonly Command[] = [
  'cancel',
  'learn',
  'addUser',
  'assignRoles',
  'requestRole',
  'history',
  'partners',
  'subscriptions',
  'addCustomer',
  'addSubscription',
  'letCustomerBuy',
  'serviceRequests',
  'importCustomers',
];
const LISTED = COMMANDS.filter(command => !NOT_IN_MENU.includes(command));
const lists = manifest.bots[0]?.commandLists ?? [];

/** The command lists as a person with this language sees them. */
function listsIn(language: string) {
  if (language === manifest.localizationInfo.defaultLanguageTag) return lists;
  const texts = languageFile(`${language.toLowerCase()}.json`);
  return lists.map(({ scopes, commands }, list) => ({
    scopes,
    commands: commands.map((_, at) => ({
      title: texts[`bots[0].commandLists[${list}].commands[${at}].title`] ?? '',
      description: texts[`bots[0].commandLists[${list}].commands[${at}].description`] ?? '',
    })),
  }));
}

describe('the command lists of the Teams app', () => {
  it('are one for each scope', () => {
    expect(lists.map(({ scopes }) => scopes)).toEqual([['personal'], ['team'], ['groupChat']]);
  });

  it('hold twelve commands a scope at most', () => {
    expect(lists.filter(({ commands }) => commands.length > 12)).toEqual([]);
  });

  it('offer a person every command that there is but those of which every form has a button', () => {
    const offered = lists[0]?.commands.map(({ title }) => understand(title));
    const known = LISTED.map(command => ({ kind: 'command', command, argument: '' }));
    expect(offered).toHaveLength(known.length);
    expect(offered).toEqual(expect.arrayContaining(known));
  });

  it('offer only help where others read along', () => {
    const elsewhere = lists
      .slice(1)
      .flatMap(({ commands }) => commands.map(({ title }) => understand(title)));
    const help = { kind: 'command', command: 'help', argument: '' };
    expect(elsewhere).toEqual([help, help]);
  });

  describe.each(LANGUAGES)('in %s', language => {
    const seen = listsIn(language);
    const personal = seen[0]?.commands ?? [];

    it('bear the titles that the bot itself uses', () => {
      const own = LISTED.map(command => translator(language)(`command.${command}.title`));
      expect(personal.map(({ title }) => title).sort()).toEqual(own.sort());
    });

    it('send words that the bot understands as the same command', () => {
      const english = listsIn('en');
      const sent = seen.map(({ commands }) => commands.map(({ title }) => understand(title)));
      expect(sent).toEqual(english.map(({ commands }) => commands.map(({ title }) => understand(title))));
    });

    it('bear each title once', () => {
      expect(new Set(personal.map(({ title }) => title)).size).toBe(personal.length);
    });

    it('keep within what older Teams clients show: titles of 32 letters, descriptions of 128', () => {
      const tooLong = seen
        .flatMap(({ commands }) => commands)
        .filter(({ title, description }) => title.length > 32 || description.length > 128);
      expect(tooLong).toEqual([]);
    });

    it('are not left empty anywhere', () => {
      const empty = seen
        .flatMap(({ commands }) => commands)
        .filter(({ title, description }) => !title || !description);
      expect(empty).toEqual([]);
    });
  });
});

describe('the languages of the Teams app', () => {
  const shipped = [
    manifest.localizationInfo.defaultLanguageTag,
    ...manifest.localizationInfo.additionalLanguages.map(({ languageTag }) => languageTag),
  ];

  it('are those that the bot speaks', () => {
    expect(shipped).toEqual(LANGUAGES.map(language => language.toLowerCase()));
  });

  it.each(['ja', 'zh-tw'])('have name and description in %s', language => {
    const {
      'name.short': name,
      'description.short': short,
      'description.full': full,
    } = languageFile(`${language}.json`);
    expect(name).toBeTruthy();
    expect([short, full]).not.toEqual([manifest.description.short, manifest.description.full]);
  });
});
