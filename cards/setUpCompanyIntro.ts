import type { Language } from '../domain/language.ts';
import { translator } from '../locales/index.ts';
import { button, inWords, kept, template } from './card.ts';
import json from './setUpCompanyIntro.json' with { type: 'json' };

const expand = template(json);

/** What to have at hand before a company is set up (source document 001, "Before you begin"). */
export const setUpCompanyIntroCard = kept<Record<never, never>>(
  (_, language) => language,
  (_, language: Language) => {
    const t = translator(language);
    const points = [
      t('setUpCompanyIntro.admin'),
      t('setUpCompanyIntro.profile'),
      t('setUpCompanyIntro.partnerId'),
      t('setUpCompanyIntro.contact'),
      t('setUpCompanyIntro.support'),
    ];
    return expand(language, {
      ...inWords(language, `${t('setUpCompanyIntro.title')}.`, t('setUpCompanyIntro.text'), ...points),
      points: points.map(text => ({ text })),
      actions: [
        button(t('button.next'), { verb: 'setUpCompany.next' }, { style: 'positive' }),
        button(t('button.alreadyInCsp'), { verb: 'setUpCompany.alreadyInCsp' }),
        button(t('button.cancel'), { verb: 'setUpCompany.cancel' }),
      ],
    });
  },
);
