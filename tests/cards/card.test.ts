// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what templates make of such strings is tested here.
import { describe, expect, it } from '@jest/globals';
import { button, clip, inWords, kept, link, template } from '../../cards/card.ts';
import { messageCard } from '../../cards/message.ts';

const minimal = {
  type: 'AdaptiveCard',
  version: '1.5',
  lang: '${lang}',
  fallbackText: '${fallbackText}',
  speak: '${speak}',
  body: [{ type: 'TextBlock', wrap: true, text: '${text}' }],
};

describe('a button', () => {
  it('says its verb twice and stands by itself for old clients', () => {
    expect(button('Done', { verb: 'draft.done', id: 'x', version: 2 })).toEqual({
      type: 'Action.Execute',
      title: 'Done',
      verb: 'draft.done',
      data: { verb: 'draft.done', id: 'x', version: 2 },
      associatedInputs: 'none',
      fallback: {
        type: 'Action.Submit',
        title: 'Done',
        data: { verb: 'draft.done', id: 'x', version: 2 },
        associatedInputs: 'none',
      },
    });
  });

  it('takes the inputs along and has a style when told so', () => {
    const made = button('Next', { verb: 'next' }, { style: 'positive', inputs: true });
    expect(made).toMatchObject({
      style: 'positive',
      associatedInputs: 'auto',
      fallback: { style: 'positive', associatedInputs: 'auto' },
    });
  });

  it('can be a link', () => {
    expect(link('Open', 'https://desk.example')).toEqual({
      type: 'Action.OpenUrl',
      title: 'Open',
      url: 'https://desk.example',
    });
  });
});

describe('a template', () => {
  it('fills in the view, and the language by two letters', () => {
    const card = template(minimal)('zh-TW', { fallbackText: 'f', speak: 's', text: 'Hello' });
    expect(card).toMatchObject({ lang: 'zh', fallbackText: 'f', body: [{ text: 'Hello' }] });
  });

  it('never takes what people typed for an expression', () => {
    const card = template(minimal)('en', { fallbackText: 'f', speak: 's', text: '${speak}' });
    expect(card.body).toEqual([{ type: 'TextBlock', wrap: true, text: '${speak}' }]);
  });

  it('names our texts with @, in the language of the reader', () => {
    const expand = template({ ...minimal, body: [{ type: 'TextBlock', wrap: true, text: '@button.done' }] });
    expect(expand('en', { fallbackText: 'f', speak: 's' }).body).toMatchObject([{ text: 'Done' }]);
    expect(expand('ja', { fallbackText: 'f', speak: 's' }).body).toMatchObject([{ text: '完了' }]);
  });

  it('stops at once when it names a text that is not there', () => {
    const expand = template({ ...minimal, speak: '@no.such.text' });
    expect(() => expand('en', {})).toThrow('no.such.text');
  });

  it('is no card when it expands to something else', () => {
    expect(() => template({ type: 'Container' })('en', {})).toThrow('did not expand to a card');
  });
});

describe('a kept card', () => {
  const expand = template(minimal);
  let made = 0;
  const card = kept<{ text: string }>(
    ({ text }, language) => `${language} ${text}`,
    ({ text }, language) => {
      made += 1;
      return expand(language, { fallbackText: 'f', speak: 's', text });
    },
  );

  it('is made once for all that it depends on', () => {
    const first = card({ text: 'a' }, 'en');
    expect(card({ text: 'a' }, 'en')).toBe(first);
    expect(card({ text: 'a' }, 'ja')).not.toBe(first);
    expect(made).toBe(2);
  });

  it('cannot be changed by whoever got it', () => {
    const [block] = card({ text: 'a' }, 'en').body;
    expect(Object.isFrozen(block)).toBe(true);
  });
});

describe('a card in words', () => {
  it('joins its sentences, keeps names escaped for clients that show Markdown, and reads them plain', () => {
    expect(inWords('en', 'A \\*b\\*.', undefined, '**C** at {{DATE(2026-11-20T09:00:00Z,LONG)}}.')).toEqual({
      fallbackText: 'A \\*b\\*. **C** at November 20, 2026 (UTC).',
      speak: 'A *b*. C at November 20, 2026 (UTC).',
    });
  });

  it('cuts long texts between characters', () => {
    expect(clip('漢字🙂🙂🙂', 4)).toBe('漢字🙂…');
    expect(clip('漢字', 4)).toBe('漢字');
  });
});

describe('a message grows', () => {
  it('from a sentence', () => {
    expect(messageCard({ text: 'Cancelled.', tone: 'info' }, 'en').body).toMatchSnapshot();
  });

  it('to a title and two paragraphs', () => {
    const card = messageCard({ title: 'Not yet', text: 'First.\n\nSecond.', tone: 'warning' }, 'en');
    expect(card.body).toMatchSnapshot();
  });

  it('to a button', () => {
    const buttons = [{ title: 'Open', verb: 'invitations.open', data: { id: 'x' } }];
    expect(messageCard({ text: 'Sent.', tone: 'good', buttons }, 'en').body.slice(1)).toMatchSnapshot();
  });
});
