import type { Cloud } from '../domain/cloud.ts';
import type { CompanyKind } from '../domain/company.ts';
import type { Language } from '../domain/language.ts';
import { translator } from '../locales/index.ts';
import { type Card, inWords, kept, link, template } from './card.ts';
import json from './learn.json' with { type: 'json' };
import { CLOUD_LINKS } from './links.ts';

export interface LearnModel {
  /** Whose pages the links lead to. */
  cloud: Cloud;
  /** The viewer's own kind, if their company is set up: what is only for others is left out. */
  kind?: CompanyKind | undefined;
}

const expand = template(json);

/** How providers, resellers and customers come together, as short steps (source documents 001, 002 and 003). */
export const learnCard: (model: LearnModel, language: Language) => Card = kept(
  ({ cloud, kind }, language) => `${language} ${cloud} ${kind ?? ''}`,
  ({ cloud, kind }, language) => {
    const t = translator(language);
    const links = CLOUD_LINKS[cloud];
    const sections = sectionsFor(kind, language);
    return expand(language, {
      ...inWords(
        language,
        `${t('learn.title')}.`,
        t('learn.intro'),
        `${sections.map(({ title }) => title).join(', ')}.`,
      ),
      sections,
      actions: [
        link(t('learn.link.providers'), links.providers),
        link(t('learn.link.model'), links.model),
        link(t('learn.link.profile'), links.profile),
        link(t('learn.link.incentives'), links.incentives),
        ...(cloud !== 'global' && links.cloud ? [link(t(`learn.link.cloud.${cloud}`), links.cloud)] : []),
      ],
    });
  },
);

interface Section {
  title: string;
  steps: { text: string }[];
}

function sectionsFor(kind: CompanyKind | undefined, language: Language): Section[] {
  const t = translator(language);
  const reseller = steps(t('learn.connect.reseller'), [
    t('learn.connect.reseller.1'),
    t('learn.connect.reseller.2'),
    t('learn.connect.reseller.3'),
  ]);
  const provider = steps(t('learn.connect.provider'), [
    t('learn.connect.provider.1'),
    t('learn.connect.provider.2'),
    t('learn.connect.provider.3', { command: t('command.requestPartnership.title') }),
  ]);
  return [
    points(t('learn.roles'), [t('learn.roles.provider'), t('learn.roles.reseller')]),
    ...(kind === 'indirectProvider'
      ? [provider]
      : kind === 'indirectReseller'
        ? [reseller]
        : [reseller, provider]),
    points(t('learn.customers'), [
      t('learn.customers.marketing'),
      t('learn.customers.referrals'),
      ...(kind === 'indirectProvider' || kind === 'directPartner' ? [] : [t('learn.customers.providers')]),
      t('learn.customers.invite', { command: t('command.inviteCustomer.title') }),
    ]),
    { title: t('learn.incentives'), steps: [{ text: t('learn.incentives.text') }] },
  ];
}

/** What is done one after the other; a joiner keeps Markdown from making a list of one of each step. */
function steps(title: string, texts: readonly string[]): Section {
  return { title, steps: texts.map((text, index) => ({ text: `${index + 1}\u2060. ${text}` })) };
}

function points(title: string, texts: readonly string[]): Section {
  return { title, steps: texts.map(text => ({ text: `• ${text}` })) };
}
