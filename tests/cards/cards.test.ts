import { describe, expect, it } from '@jest/globals';
import { AdaptiveCard, SerializationContext, Versions } from 'adaptivecards';
import type { Card } from '../../cards/card.ts';
import { LANGUAGES } from '../../domain/language.ts';
import { lint } from '../support/cardLint.ts';
import { schemaProblems } from '../support/cardSchema.ts';
import { examples } from './examples.ts';

/**
 * What Microsoft's own reader of cards objects to when it is told to know nothing newer than 1.5. It takes `lang` with
 * an expression that remembers and so fails every second time; it then writes dates in the client's language. Teams
 * takes its people picker (`choices.data`) in cards of every version.
 */
const EXPECTED = /for property "lang"\.$|^Property "choices\.data" is supported in version 1\.6/;

function readerProblems(card: Card): string[] {
  const context = new SerializationContext(Versions.v1_5);
  new AdaptiveCard().parse(JSON.parse(JSON.stringify(card)), context);
  return Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message).filter(
    message => !EXPECTED.test(message),
  );
}

describe.each(Object.entries(examples))('the card %s', (_, make) => {
  describe.each(LANGUAGES)('in %s', language => {
    const card = make(language);

    it('is an Adaptive Card 1.5', () => {
      expect(schemaProblems(card)).toEqual([]);
    });

    it('is read without an objection by the reference reader', () => {
      expect(readerProblems(card)).toEqual([]);
    });

    it('keeps our rules: labels, words for pictures, six actions, size, nothing left over', () => {
      expect(lint(card)).toEqual([]);
    });

    it('says in which language it is', () => {
      expect(card.lang).toBe(language.slice(0, 2));
    });

    it('survives the way to the client unchanged', () => {
      expect(JSON.parse(JSON.stringify(card))).toEqual(card);
    });
  });
});
