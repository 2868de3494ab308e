import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { htmlUnescape } from 'escape-goat';
import { mountPages } from '../../bot/pages/mountPages.ts';
import type { Invitation } from '../../domain/invitation.ts';
import { LANGUAGES } from '../../domain/language.ts';
import { allTitlesOf, translator } from '../../locales/index.ts';
import { declineInvitation, openInvitation } from '../../operations/acceptInvitation.ts';
import type { Actor } from '../../operations/desk.ts';
import { markSent } from '../../operations/draftLetter.ts';
import { openDraftPage } from '../../operations/draftPages.ts';
import { sendAgain, withdrawInvitation } from '../../operations/invitations.ts';
import { startEdge } from './edge.ts';
import { openPages, type PagesSetting, TEAMS } from './pagesSetting.ts';

let pages: PagesSetting;
beforeAll(async () => {
  pages = await openPages();
});
afterAll(() => pages.close());

let customers = 0;
/** A form for a customer whom nobody has invited yet. */
const customer = (name = 'Wingtip Toys', language: 'en' | 'ja' | 'zh-TW' = 'en') => ({
  email: `kim@customer${customers++}.example`,
  name,
  language,
});
/** The text of the element with an id, as a browser reads it. */
const textOf = (page: string, id: string): string | undefined =>
  htmlUnescape(new RegExp(`<(\\w+) id="${id}"[^>]*>([^<]*)</\\1>`).exec(page)?.[2] ?? '');
/** The addresses of links whose text is this. */
const linkNamed = (page: string, name: string): string =>
  htmlUnescape(new RegExp(`<a [^>]*href="([^"]*)"[^>]*>${name}</a>`).exec(page)?.[1] ?? '');
const pathOf = (link: string): string => new URL(link).pathname;

describe('a draft page', () => {
  it('shows the e-mail: to whom, subject and message', async () => {
    const form = customer();
    const drafted = await pages.draft(form);
    const { status, text } = await pages.get(drafted.page);
    expect(status).toBe(200);
    expect(text).toContain('<h1>Your email to Wingtip Toys</h1>');
    expect(textOf(text, 'address')).toBe(form.email);
    expect(textOf(text, 'subject')).toBe(drafted.subject);
    expect(textOf(text, 'message')).toBe(drafted.message);
  });

  it('offers the mail program, Outlook on the web and the clipboard, and says what comes then', async () => {
    const { page } = await pages.draft(customer());
    const { text } = await pages.get(page);
    expect(linkNamed(text, 'Open in email')).toMatch(
      /^mailto:kim@customer\d+\.example\?subject=Contoso%20asks/,
    );
    expect(linkNamed(text, 'Open in Outlook on the web')).toMatch(
      /^https:\/\/outlook\.office\.com\/mail\/deeplink\/compose\?to=kim%40customer/,
    );
    expect(text).toMatch(
      /<button type="button" hidden data-copy="message" id="copy"><span class="label">Copy to clipboard</,
    );
    expect(text).toContain('Then go back to Teams and select Done.');
  });

  it('hands over the text exactly, Japanese too', async () => {
    const short = (message: string) =>
      `木村様\n\n「リンク」は\t${/http\S+/.exec(message)?.[0]} です。\n& <b>"引用"</b>`;
    const { page, message, subject } = await pages.draft(customer('株式会社トイズ', 'ja'), { edit: short });
    const { text } = await pages.get(page);
    const url = new URL(linkNamed(text, 'Open in email'));
    expect(url.searchParams.get('body')).toBe(message.replaceAll('\n', '\r\n'));
    expect(url.searchParams.get('subject')).toBe(subject);
    expect(textOf(text, 'message')).toBe(message);
    expect(text).not.toContain('too long');
  });

  it('opens a short text with the link where the whole would make a link too long, and says what to do', async () => {
    const { page, message, link } = await pages.draft(customer('株式会社トイズ', 'ja'));
    const { text } = await pages.get(page);
    for (const name of ['Open in email', 'Open in Outlook on the web']) {
      const href = linkNamed(text, name);
      expect(href.length).toBeLessThanOrEqual(1_900);
      expect(new URL(href).searchParams.get('body')).toContain(link);
      expect(new URL(href).searchParams.get('body')).not.toContain(message.slice(0, 200));
    }
    expect(text).toContain('Select Copy to clipboard, then paste the full message over it.');
    expect(textOf(text, 'message')).toBe(message);
  });

  it('speaks its viewer’s language around a letter in its own', async () => {
    const { page } = await pages.draft(customer('翼尖玩具', 'zh-TW'), { reads: 'ja' });
    const { text } = await pages.get(page, { 'accept-language': 'en' });
    expect(text).toContain('<html lang="ja">');
    expect(text).toMatch(/id="message" class="message" lang="zh-TW"/);
    expect(text).toContain('電子メールで開く');
  });

  it('lives 15 minutes, for any number of views', async () => {
    const { page } = await pages.draft(customer());
    pages.passTime(14.9);
    for (let view = 0; view < 3; view++) expect(await pages.get(page)).toMatchObject({ status: 200 });
    pages.passTime(0.1);
    expect(await pages.get(page)).toMatchObject({ status: 404 });
  });

  it('shows what the draft says now', async () => {
    const { page, invitation } = await pages.draft(customer());
    await markSent(pages.desk, await pages.miguel('en'), invitation.id);
    const { status, text } = await pages.get(page);
    expect(status).toBe(404);
    expect(text).toContain('This page has closed');
  });

  it('asks no one to select Done who has no such button: the e-mail to a primary contact', async () => {
    const actor = await pages.miguel('en');
    const url = await openDraftPage(pages.desk, actor.language, {
      of: 'contact',
      companyId: actor.tenantId,
      purpose: 'confirm',
    });
    const { status, text } = await pages.get(pathOf(url));
    expect(status).toBe(200);
    expect(text).toContain('Your email to Ann Beebe');
    expect(text).toContain('Then go back to Teams.');
    expect(textOf(text, 'message')).toContain('http://localhost:3978/contact');
  });

  describe('that is not there', () => {
    it.each([
      'x',
      'A'.repeat(43),
      'A'.repeat(42),
      'A'.repeat(500),
      `${'A'.repeat(43)}/x`,
      '%zz',
      '%00',
      '..%2f',
      '',
    ])('says kindly what to do: %s', async token => {
      const { status, text } = await pages.get(`/drafts/${token}`);
      expect(status).toBe(404);
      expect(text).toMatch(/This page has closed|There is no such page/);
    });

    it('tells the way to a new one', async () => {
      const { text } = await pages.get(`/drafts/${'A'.repeat(43)}`);
      expect(text).toContain(
        'Go back to the card in Teams and select Edit, then Next: that opens a new page.',
      );
    });

    it('does not ask storage for what cannot be a token', async () => {
      const before = pages.requests();
      await pages.get(`/drafts/${'A'.repeat(44)}`);
      await pages.get(`/drafts/${'A'.repeat(42)}%2b`);
      expect(pages.requests()).toBe(before);
    });
  });
});

describe('an invitation’s page', () => {
  it('says who asks for what and until when', async () => {
    const { link } = await pages.invite(customer());
    const { status, text } = await pages.get(pathOf(link));
    expect(status).toBe(200);
    expect(text).toContain('<h1>Contoso asks for a reseller relationship</h1>');
    expect(text).toContain('Miguel Reyes of Contoso invites your organization.');
    expect(text).toContain('<dt>Partner ID (MPN ID)</dt><dd>1234567</dd>');
    expect(text).toContain('<dt>Country/region</dt><dd>United States</dd>');
    expect(text).toMatch(
      /<dt>Answer until<\/dt><dd><time datetime="2026-12-20T[^"]*"[^>]*>December 20, 2026 at 10:\d\d AM UTC</,
    );
    expect(text).toContain('<strong>Sell to you</strong>');
    expect(text).toContain('<strong>Administer on your behalf</strong>');
  });

  it('leads to Teams, gives the words to paste, and tells how an administrator gets the app', async () => {
    const { link } = await pages.invite(customer());
    const { text } = await pages.get(pathOf(link));
    expect(linkNamed(text, 'Open in Teams')).toBe(TEAMS);
    expect(textOf(text, 'words')).toBe(`accept ${link.split('/').at(-1)}`);
    expect(text).toContain('Teams admin center');
  });

  it.each(LANGUAGES)('speaks %s, with words that the bot understands', async language => {
    const { link } = await pages.invite(customer());
    const { text } = await pages.get(`${pathOf(link)}?language=${language}`);
    expect(text).toContain(`<html lang="${language}">`);
    expect(allTitlesOf('command.accept.title')).toContain(textOf(text, 'words')?.split(' ')[0]);
    const t = translator(language);
    expect(text).toContain(
      `<a href="?language=${language}" hreflang="${language}" lang="${language}" aria-current="true">`,
    );
    for (const other of LANGUAGES) expect(text).toContain(`href="?language=${other}"`);
    expect(text).toContain(t('page.invitation.customer.title', { company: 'Contoso' }));
  });

  it('follows the browser’s language', async () => {
    const { link } = await pages.invite(customer());
    const { text } = await pages.get(pathOf(link), { 'accept-language': 'zh-Hant-TW,zh;q=0.9' });
    expect(text).toContain('<html lang="zh-TW">');
    expect(text).toContain('<dd>美國</dd>');
  });

  it('changes nothing, however often and by whomever it is opened', async () => {
    const { link, invitation } = await pages.invite(customer());
    for (let view = 0; view < 3; view++) await pages.get(pathOf(link));
    await pages.head(pathOf(link));
    expect((await pages.desk.storage.invitations.get(invitation.id))?.value).toEqual(invitation);
  });

  describe('behind a link that is not open', () => {
    const stranger = (person: number): Actor => ({
      tenantId: '0ccccccc-0000-4000-8000-000000000001',
      objectId: `0ccccccc-0000-4000-8000-0000000001${person}`,
      name: 'Kim Akers',
      person: undefined,
      language: 'en',
      provenGlobalAdmin: false,
      profile: async () => ({ email: 'kim@wingtip.example', guest: false }),
      colleague: async () => undefined,
    });
    const miguel = () => pages.miguel('en');
    const ways: [string, (link: string, invitation: Invitation) => Promise<string | undefined>][] = [
      ['unknown', async link => link.replace(/[0-9a-f]{8}\./, '00000000.')],
      ['forged', async link => `${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`],
      ['cut short', async link => link.slice(0, -5)],
      ['not even a code', async () => 'http://localhost:3978/invitations/hello'],
      [
        'withdrawn',
        async (link, { id }) => {
          await withdrawInvitation(pages.desk, await miguel(), id);
          return link;
        },
      ],
      [
        'replaced by a newer one',
        async (link, { id }) => {
          await withdrawInvitation(pages.desk, await miguel(), id);
          await sendAgain(pages.desk, await miguel(), id);
          await markSent(pages.desk, await miguel(), id);
          return link;
        },
      ],
      [
        'answered',
        async (link, { id }) => {
          await openInvitation(pages.desk, stranger(10), link);
          expect(await declineInvitation(pages.desk, stranger(10), id, '')).toMatchObject({
            outcome: 'declined',
          });
          return link;
        },
      ],
      [
        'past its time',
        async link => {
          pages.passTime(31 * 24 * 60);
          return link;
        },
      ],
    ];

    it.each(ways)('answers alike and names no company: %s', async (_why, spoil) => {
      const { link, invitation } = await pages.invite(customer());
      expect(await pages.get(pathOf(link))).toMatchObject({ status: 200 });
      const spoilt = pathOf((await spoil(link, invitation)) ?? link);
      const answer = await pages.get(spoilt);
      const known = await pages.get('/invitations/nothing');
      expect(answer.status).toBe(404);
      expect(answer.text).toBe(known.text);
      expect(answer.headers).toEqual({ ...known.headers, date: answer.headers.date });
      expect(answer.text).not.toMatch(/Contoso|Miguel|Wingtip/);
    });

    it('is also what a draft’s link is until it was sent', async () => {
      const { link } = await pages.draft(customer());
      expect(await pages.get(pathOf(link))).toMatchObject({ status: 404 });
    });

    it('does not ask storage for what cannot be a code', async () => {
      const before = pages.requests();
      for (const code of ['x', 'a'.repeat(108), `${'a'.repeat(64)}.${'b'.repeat(44)}`, 'é'.repeat(300)]) {
        await pages.get(`/invitations/${encodeURIComponent(code)}`);
      }
      expect(pages.requests()).toBe(before);
    });
  });
});

describe('the page for a primary contact', () => {
  it.each(LANGUAGES)('tells in %s what to type, and shows no data', async language => {
    const { status, text } = await pages.get(`/contact?language=${language}`);
    expect(status).toBe(200);
    expect(textOf(text, 'words')).toBe(translator(language)('command.setUpCompany.title'));
    expect(linkNamed(text, translator(language)('page.openInTeams'))).toBe(TEAMS);
    expect(text).not.toMatch(/Contoso|Ann Beebe/);
  });
});

describe.each([
  ['sign-in information', '/sign-in-information', 'signIn'],
  ['setup information', '/setup-information', 'setup'],
] as const)('the page that copies %s', (_, path, what) => {
  it.each(LANGUAGES)('says in %s what to send, with empty places for address and code', async language => {
    const { status, text } = await pages.get(`${path}?language=${language}`);
    const t = translator(language);
    expect(status).toBe(200);
    expect(text).toContain(`<html lang="${language}">`);
    expect(text).toContain(`<h1>${t(`page.${what}.title`)}</h1>`);
    expect(textOf(text, 'address')).toBe('');
    expect(textOf(text, 'code')).toBe('');
    for (const id of ['ready', 'nothing', 'gone']) expect(text).toContain(`<section id="${id}" hidden>`);
    expect(text).toContain(`data-copy="message" id="copy" class="button primary"`);
    expect(text).toContain(t(`page.${what}.noScript`));
    // The places stand in no sentence by accident: the character that marks them is gone.
    expect(text).not.toContain('\u001f');
  });

  it('follows the browser’s language unless asked for another', async () => {
    expect((await pages.get(path, { 'accept-language': 'zh-TW' })).text).toContain('<html lang="zh-TW">');
    expect((await pages.get(`${path}?language=ja`, { 'accept-language': 'zh-TW' })).text).toContain(
      '<html lang="ja">',
    );
  });

  it('asks storage for nothing', async () => {
    const before = pages.requests();
    await pages.get(path);
    expect(pages.requests()).toBe(before);
  });

  it('shows nothing that somebody put before the #, and keeps it out of the log', async () => {
    const code = 'SPAM-TEST-C0DE';
    const plain = await pages.get(path);
    const query = await pages.get(`${path}?address=kim@contoso.example&code=${code}`);
    expect(query.text).toBe(plain.text);
    const below = await pages.get(`${path}/${code}`);
    expect(below.status).toBe(404);
    expect(below.text).not.toContain(code);
    expect(pages.log.join()).not.toContain(code);
  });
});

describe('names and texts that mean harm', () => {
  const hostile = `<script>alert(1)</script>"onmouseover='x' \${1} {company} </title><!-- &lt; \u202e`;
  let harmed: PagesSetting;
  beforeAll(async () => {
    harmed = await openPages({ name: hostile, country: 'ZZ', partnerId: '"><b>' });
  });
  afterAll(() => harmed.close());

  it('stay text on the draft page', async () => {
    const { page, message, subject } = await harmed.draft(customer(hostile), {
      edit: text => `${text}\n${hostile}`,
    });
    const { status, text } = await harmed.get(page);
    expect(status).toBe(200);
    expect(text.match(/<script|<b>|<!--/g)).toEqual(['<script']);
    expect(textOf(text, 'message')).toBe(message);
    expect(textOf(text, 'subject')).toBe(subject);
  });

  it('stay text on the invitation’s page, and cannot turn the words around them', async () => {
    const { link } = await harmed.invite(customer(hostile));
    const { status, text } = await harmed.get(pathOf(link));
    expect(status).toBe(200);
    expect(text.match(/<script|<b>|<!--/g)).toEqual(['<script']);
    expect(text).not.toContain('\u202e');
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });
});

describe('every page', () => {
  const all = async (): Promise<[string, number][]> => {
    const { page } = await pages.draft(customer());
    const { link } = await pages.invite(customer());
    return [
      ['/', 200],
      ['/contact', 200],
      [page, 200],
      [pathOf(link), 200],
      ['/sign-in-information', 200],
      ['/setup-information', 200],
      ['/assets/shownOnce.js', 200],
      ['/assets/pages.css', 200],
      ['/assets/pages.js', 200],
      ['/assets/icon.svg', 200],
      ['/drafts/x', 404],
      ['/invitations/x', 404],
      ['/nothing/here?language=en', 404],
      ['/assets/other.css', 404],
    ];
  };

  it('is guarded by its headers, sets no cookie and is kept nowhere', async () => {
    for (const [path, status] of await all()) {
      const { headers, ...answer } = await pages.get(path);
      expect(answer.status).toBe(status);
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'content-security-policy':
          "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-robots-tag': 'noindex, nofollow',
        'x-frame-options': 'DENY',
      });
      expect(headers).not.toHaveProperty('set-cookie');
      expect(headers).not.toHaveProperty('etag');
    }
  });

  it('answers HEAD as GET, without the body', async () => {
    for (const [path] of await all()) {
      const [got, asked] = [await pages.get(path), await pages.head(path)];
      expect(asked).toMatchObject({ status: got.status, text: '' });
      expect(asked.headers).toEqual({ ...got.headers, date: asked.headers.date });
      expect(Number(got.headers['content-length'])).toBe(Buffer.byteLength(got.text));
    }
  });

  it('takes no other method', async () => {
    for (const [path, status] of await all()) {
      for (const method of ['POST', 'PUT', 'DELETE']) {
        expect((await pages.send(method, path)).status).toBe(
          status === 200 || /drafts|invitations/.test(path) ? 405 : 404,
        );
      }
    }
  });

  it('is a document with a language, a title, one heading of the first rank, and no style or script of its own', async () => {
    for (const [path] of (await all()).filter(([path]) => !/assets\/(pages|icon|shownOnce)/.test(path))) {
      const { text, headers } = await pages.get(path);
      expect(headers['content-type']).toBe('text/html; charset=utf-8');
      expect(text).toMatch(/^<!doctype html>\n<html lang="en">/);
      expect(text).toMatch(/<title>[^<]*Partner Desk<\/title>/);
      expect(text).toContain('<meta name="robots" content="noindex, nofollow">');
      expect(text.match(/<h1>/g)).toHaveLength(1);
      expect(text.match(/<main>/g)).toHaveLength(1);
      expect(text.match(/<script[^>]*>/g)).toEqual([
        '<script defer src="/assets/pages.js">',
        ...(/^\/(sign-in|setup)-information$/.test(path)
          ? ['<script defer src="/assets/shownOnce.js">']
          : []),
      ]);
      expect(text).not.toMatch(/ style=| on\w+=|<style|<form|<iframe/);
      expect(text).not.toMatch(/undefined|\[object|\$\{|\{\w+\}/);
    }
  });

  it('loads nothing from elsewhere', async () => {
    for (const [path] of await all()) {
      const { text } = await pages.get(path);
      for (const [, url] of text.matchAll(/(?:src|<link[^>]* href)="([^"]*)"/g))
        expect(url).toMatch(/^\/assets\//);
    }
  });
});

describe('an error while a page is made', () => {
  it('is told by a reference, which the log holds; neither holds the token', async () => {
    const token = 'T0ken'.repeat(9).slice(0, 43);
    const desk = {
      ...pages.desk,
      now: (): Date => {
        throw new Error(`the clock stood still at /drafts/${token}`);
      },
    };
    const edge = await startEdge({
      mountPages: server => mountPages(server, desk, { openInTeams: () => TEAMS }),
    });
    try {
      const { status, text, headers } = await edge.send('GET', `/drafts/${token}?language=ja`);
      expect(status).toBe(500);
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(text).toContain('問題が発生しました');
      expect(text).not.toMatch(/clock|Error|T0ken/);
      const reference = /<code>(\w{8})<\/code>/.exec(text)?.[1];
      const line = edge.log.find(entry => reference !== undefined && entry.includes(reference));
      expect(line).toContain('the clock stood still');
      expect(edge.log.join()).not.toContain('T0ken');
    } finally {
      await edge.server.close();
    }
  });
});

describe('the log', () => {
  it('knows no token and no code', async () => {
    const { page } = await pages.draft(customer());
    const { link } = await pages.invite(customer());
    for (const path of [page, pathOf(link), `${page}x`, `${pathOf(link)}x`]) {
      await pages.get(path);
      await pages.send('POST', path);
    }
    const written = pages.log.join();
    expect(written).not.toContain(page.split('/').at(-1));
    expect(written).not.toContain(link.split('.').at(-1));
  });
});
