import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Utterance, understand } from '../../bot/commands.ts';
import { COMMANDS } from '../../domain/commands.ts';
import { LANGUAGES, type Language } from '../../domain/language.ts';
import { translator } from '../../locales/index.ts';
import { type House, openHouse } from './support/house.ts';
import { newOrganization } from './support/organization.ts';
import { settle, type Town } from './support/people.ts';

/** The heading of the help card, by which a test tells the language. */
const helpIn = (language: Language) => translator(language)('help.title');

describe('the bot speaks', () => {
  let house: House;
  let town: Town;

  beforeAll(async () => {
    house = await openHouse();
    town = await settle(house);
  });
  afterAll(() => house.stop());

  const reader = (locale: string) => newOrganization(house).person('Noor Haddad', { locale });

  describe('the language of a person’s Teams', () => {
    it.each([
      ['en-US', 'en'],
      ['ja-JP', 'ja'],
      ['ja', 'ja'],
      ['zh-TW', 'zh-TW'],
      ['zh-HK', 'zh-TW'],
      ['de-DE', 'en'],
      ['fr-FR', 'en'],
    ] as const)('%s', async (locale, language) => {
      const noor = reader(locale);
      await noor.installs();
      await noor.types('help');
      expect(noor.seen.text).toContain(helpIn(language));
    });

    it('and another as soon as Teams is switched', async () => {
      const noor = reader('en-US');
      await noor.types('language');
      expect(noor.seen.text).toContain('This follows your Teams.');
      await noor.types('language', { locale: 'ja-JP' });
      expect(noor.seen.text).toContain('日本語');
      expect(noor.seen.text).not.toContain('You read English now');
    });
  });

  describe('another one that the person chooses', () => {
    it('by a button, from then on, whatever their Teams says', async () => {
      const noor = reader('ja-JP');
      await noor.types('language');
      await noor.clicks('English');
      expect(noor.seen.text).toContain('You chose this yourself.');
      await noor.types('help');
      expect(noor.seen.text).toContain(helpIn('en'));
    });

    it('until they leave it to their Teams again', async () => {
      const noor = reader('ja-JP');
      await noor.types('language');
      await noor.clicks('English');
      await noor.clicks('As my Teams');
      await noor.types('help');
      expect(noor.seen.text).toContain(helpIn('ja'));
    });

    it.each([
      ['language ja', 'ja'],
      ['language 日本語', 'ja'],
      ['Language ZH-tw', 'zh-TW'],
      ['語言 繁體中文', 'zh-TW'],
      ['言語 English', 'en'],
    ] as const)('by typing “%s”', async (text, language) => {
      const noor = reader('de-DE');
      await noor.types(text);
      await noor.types('help');
      expect(noor.seen.text).toContain(helpIn(language));
    });

    it('by typing “language auto”, back to what Teams speaks', async () => {
      const noor = reader('zh-HK');
      await noor.types('language en');
      await noor.types('language auto');
      await noor.types('help');
      expect(noor.seen.text).toContain(helpIn('zh-TW'));
    });

    it('out of those that there are, when they type another', async () => {
      const noor = reader('en-US');
      await noor.types('language klingon');
      expect(noor.buttons).toEqual(['English', '日本語', '繁體中文', 'As my Teams']);
    });

    it('also in what it tells of its own accord', async () => {
      const organization = newOrganization(house);
      const noor = organization.person('Noor Haddad');
      await noor.types('language ja');
      await noor.types('set up company');
      await noor.sends('setUpCompany.enroll', {
        form: 'full',
        name: 'Litware',
        kind: 'directPartner',
        country: 'JP',
        partnerId: '4847383',
        partnerIdConfirmed: 'true',
        address: 'Tokyo',
        contactName: 'Lou',
        contactEmail: `lou@${organization.domain}`,
        supportEmail: `help@${organization.domain}`,
        supportPhone: '03-4332-5300',
      });
      const lou = organization.person('Lou Contact');
      await lou.types('set up company');
      await lou.clicks('Confirm that it is me');
      await house.settled();
      const told = translator('ja')('notice.enrolmentChanged.active.title', { company: 'Litware' });
      expect(noor.reads().text).toContain(told);
    });
  });

  it('each of the two sides of an invitation in their own', async () => {
    const { dana } = town;
    const kim = reader('ja-JP');
    await dana.types(`invite customer ${kim.options.email}`);
    await dana.clicks('Next', { name: 'Wingtip Toys', language: 'zh-TW' });
    // The e-mail is in the language that was chosen for it, the card around it in the inviter's.
    expect(dana.seen.text).toContain('Edit the invitation to Wingtip Toys');
    expect(dana.seen.text).toMatch(/\p{Script=Han}/u);
    const link = /http:\/\/localhost:3978\/invitations\/\S+/.exec(dana.seen.text)?.[0] ?? '';
    await dana.clicks('Next');
    await dana.clicks('Done');
    await kim.types(link);
    expect(kim.buttons).toContain(translator('ja')('button.approve'));
  });
});

describe('the words of a command', () => {
  const titles = COMMANDS.flatMap(command =>
    LANGUAGES.map(language => [command, language, translator(language)(`command.${command}.title`)] as const),
  );
  const asCommand = (text: string): Partial<Extract<Utterance, { kind: 'command' }>> => {
    const read = understand(text);
    return read.kind === 'command' ? read : {};
  };

  describe.each(titles)('%s in %s: “%s”', (command, _, title) => {
    it('are understood, whatever case and width', () => {
      for (const typed of [
        title,
        title.toUpperCase(),
        ` ${title}  `,
        `${title}.`,
        fullWidth(title),
        `\u200b${title}`,
      ]) {
        expect(asCommand(typed)).toMatchObject({ command, argument: '' });
      }
    });

    it('with what stands behind them', () => {
      for (const space of [' ', '  ', '\u3000', '\u00a0', '\n', ': ', '：']) {
        expect(asCommand(`${title}${space}Kim@Wingtip.example `)).toMatchObject({
          command,
          argument: 'Kim@Wingtip.example',
        });
      }
    });

    it('but not as the beginning of another word', () => {
      const longer = /\w$/.test(title) ? `${title}s are great` : `${title}者を見せて`;
      expect(asCommand(longer).command).not.toBe(command);
    });
  });

  it.each([
    ['顧客を招待kim@wingtip.example', 'inviteCustomer', 'kim@wingtip.example'],
    ['邀請客戶kim@wingtip.example', 'inviteCustomer', 'kim@wingtip.example'],
    ['顧客一覧Wingtip', 'customers', 'Wingtip'],
    ['客戶清單 翼尖', 'customers', '翼尖'],
  ])('in languages without spaces need none: %s', (typed, command, argument) => {
    expect(asCommand(typed)).toMatchObject({ command, argument });
  });

  it('mean the longest command that fits', () => {
    expect(asCommand('invite customer win')).toMatchObject({ command: 'inviteCustomer', argument: 'win' });
    expect(asCommand('customers invite')).toMatchObject({ command: 'customers', argument: 'invite' });
  });
});

function fullWidth(text: string): string {
  return text
    .replace(/[!-~]/g, letter => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))
    .replaceAll(' ', '\u3000');
}
