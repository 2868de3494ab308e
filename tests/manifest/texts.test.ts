import { describe, expect, it } from '@jest/globals';
import { translator } from '../../locales/index.ts';
import { textPlaces, withTextNamed, withTexts } from '../../manifest/texts.ts';

const template = {
  version: '1.0.0',
  name: { short: '%manifest.name.short%' },
  lists: [{ commands: [{ title: '%command.help.title%' }, { title: '%command.cancel.title%' }] }],
  share: '100%',
  big: true,
};

describe('a template of the manifest', () => {
  it('is filled with the words of a language where it names a text, and nowhere else', () => {
    expect(withTexts(template, translator('ja'))).toEqual({
      version: '1.0.0',
      name: { short: 'Partner Desk' },
      lists: [{ commands: [{ title: 'ヘルプ' }, { title: 'キャンセル' }] }],
      share: '100%',
      big: true,
    });
  });

  it('tells where its texts stand, as Teams names the places', () => {
    expect(textPlaces(template)).toEqual([
      { path: 'name.short', key: 'manifest.name.short' },
      { path: 'lists[0].commands[0].title', key: 'command.help.title' },
      { path: 'lists[0].commands[1].title', key: 'command.cancel.title' },
    ]);
  });

  it('may not name a text that there is not', () => {
    expect(() => textPlaces({ title: '%command.dance.title%' })).toThrow(
      'manifest/manifest.json: names the text "command.dance.title"; give one that locales/en.json has',
    );
  });

  describe('with a fault', () => {
    const places = textPlaces(template);

    it('where a text stands, names the text and the file to mend', () => {
      expect(withTextNamed('name.short: is too long', places, 'zh-TW')).toBe(
        'name.short: is too long (mend manifest.name.short in locales/zh-TW.json)',
      );
    });

    it('elsewhere, says no more than it knows', () => {
      expect(withTextNamed('version: is wrong', places, 'en')).toBe('version: is wrong');
    });
  });
});
