import { describe, expect, it } from '@jest/globals';
import { helpCard } from '../../cards/help.ts';
import { COMMANDS, type Command } from '../../domain/commands.ts';
import { buttonsOf, textsOf } from '../support/cardLint.ts';

const items = (...commands: Command[]) => commands.map(command => ({ command }));
const titles = (card: ReturnType<typeof helpCard>) => buttonsOf(card).map(({ title }) => title);

describe('help', () => {
  it('shows what someone may do as buttons', () => {
    expect(titles(helpCard({ items: items('accept', 'language') }, 'en'))).toEqual([
      'Accept an invitation',
      'Language',
    ]);
  });

  it('shows five buttons at most, and More for the rest', () => {
    const card = helpCard({ items: items(...COMMANDS) }, 'en');
    expect(titles(card)).toEqual([
      'Set up company',
      'Invite customer',
      'Invitations',
      'Customers',
      'Accept an invitation',
      'More',
    ]);
  });

  it('shows every word with what it does after More', () => {
    const card = helpCard({ items: items(...COMMANDS), all: true }, 'ja');
    const texts = [...textsOf(card)].map(({ text }) => text);
    expect(buttonsOf(card)).toEqual([]);
    expect(texts).toEqual(
      expect.arrayContaining(['会社の設定', '顧客を招待', '招待一覧', '承諾', 'キャンセル']),
    );
  });

  it('is one and the same card for the same words, so that asking costs nothing', () => {
    expect(helpCard({ items: items('help', 'accept') }, 'en')).toBe(
      helpCard({ items: items('help', 'accept') }, 'en'),
    );
  });

  it('repeats what it did not understand, shortened', () => {
    const card = helpCard({ items: items('help'), unknown: { text: `order ${'x'.repeat(500)}` } }, 'en');
    expect(card.speak).toMatch(/^I did not understand “order x{193}…”/);
  });

  it('tells which dialog is half done and how to leave it', () => {
    expect(helpCard({ items: items('cancel'), inside: 'setUpCompany' }, 'en').speak).toContain(
      'in the middle of setting up your company',
    );
  });
});
