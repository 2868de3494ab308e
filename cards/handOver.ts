import type { PersonRef } from '../domain/identity.ts';
import { asksFor, type Invitation } from '../domain/invitation.ts';
import type { Language } from '../domain/language.ts';
import { translator } from '../locales/index.ts';
import { button, type Card, clip, escapeMarkdown, inWords, template } from './card.ts';
import json from './handOver.json' with { type: 'json' };
import { askForRole } from './parts.ts';

export interface HandOverModel {
  invitation: Invitation;
  /** The global admins of the viewer's company whom the bot knows. */
  admins: readonly PersonRef[];
}

const expand = template(json);
const NAME_MAX = 60;
const ADMINS_MAX = 50;

/** Who can decide instead, with a button that hands the request over, or words to forward (issue, point 5). */
export function handOverCard(model: HandOverModel, language: Language): Card {
  const t = translator(language);
  const { id } = model.invitation;
  const admins = model.admins.slice(0, ADMINS_MAX);
  const [only, another] = admins;
  const { kind, inviter, provider } = model.invitation;
  const asks = asksFor(model.invitation);
  const names = {
    company: escapeMarkdown(inviter.companyName),
    provider: escapeMarkdown(provider?.companyName ?? ''),
  };
  const lines = !only
    ? [t('handOver.none'), t(`handOver.none.words.${kind}`, names)]
    : [
        t(asks === 'partnership' ? 'authorize.title' : `approval.title.${asks}`, names),
        another ? t('handOver.several') : t('handOver.one', { name: escapeMarkdown(only.name) }),
        t('handOver.after'),
      ];
  const action = !only
    ? []
    : another
      ? [button(t('button.handOver'), { verb: 'accept.handOverTo', id }, { style: 'positive', inputs: true })]
      : [
          button(
            t('button.handOverTo', { name: clip(only.name, NAME_MAX) }),
            { verb: 'accept.handOverTo', id, to: only.objectId },
            { style: 'positive' },
          ),
        ];
  // Without a global admin nobody could grant it either.
  const ask = only ? [askForRole('globalAdmin', language)] : [];
  const actions = [...action, ...ask];
  return expand(language, {
    ...inWords(language, `${t('handOver.title')}.`, ...lines),
    lines: lines.map(text => ({ text })),
    several: another !== undefined,
    admins: admins.map(admin => ({ title: clip(admin.name, NAME_MAX), value: admin.objectId })),
    actions,
    hasActions: actions.length > 0,
  });
}
