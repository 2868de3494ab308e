import { countryName } from '../domain/countries.ts';
import type { Language } from '../domain/language.ts';
import type { Partnership } from '../domain/partnership.ts';
import { translator } from '../locales/index.ts';
import { type Action, button, type Card, escapeMarkdown, inWords, template } from './card.ts';
import { ageOf, dayOn } from './dates.ts';
import { historyButton } from './history.ts';
import json from './partnershipRecord.json' with { type: 'json' };
import type { PartnershipSide } from './partnerships.ts';
import { facts, type Tone, toneStyle, typed } from './parts.ts';

export interface PartnershipRecordModel {
  partnership: Partnership;
  now: Date;
  /** The viewer's own kind. */
  kind: PartnershipSide;
  /** Whether the viewer may invite customers together with this provider. */
  mayInvite: boolean;
  /** Whether the viewer, at the provider, may add a customer under this reseller. */
  mayAddCustomer?: boolean | undefined;
  mayRemove: boolean;
  /** Whether the viewer may take the provider's administrator access back. */
  mayTakeBack: boolean;
  /** Whether the viewer, at the provider, is told of customers that the two come to share. */
  watching: boolean;
}

const expand = template(json);
const TONES: Record<Partnership['state'], Tone> = { active: 'good', beingSetUp: 'warning', removed: 'info' };

/** One partnership as either side sees it: where it stands, what it grants, and what can be done with it (design §2 row 4). */
export function partnershipRecordCard(model: PartnershipRecordModel, language: Language): Card {
  const t = translator(language);
  const { partnership, now, kind } = model;
  const { state, since } = partnership;
  const title = `${escapeMarkdown(partnership.name)}: ${t(`partnership.state.${state}`)}`;
  const sentence =
    state === 'beingSetUp' ? t('partnershipRecord.beingSetUp') : t(`partnershipRecord.${state}.${kind}`);
  const actions = actionsOf(model, language);
  return expand(language, {
    ...inWords(language, `${title}.`, sentence),
    title,
    style: toneStyle(TONES[state]),
    lines: [{ text: sentence }],
    facts: facts(language, [
      ['field.state', t(`partnership.state.${state}`)],
      ['field.kind', t(`company.kind.${other(kind)}`)],
      ['field.partnerId', typed(partnership.mpnId)],
      ['field.country', partnership.country && countryName(partnership.country, language)],
      [
        'field.since',
        t('invitationStatus.withAge', { moment: dayOn(since), age: ageOf(since, now, language) }),
      ],
      ['field.administratorAccess', accessOf(model, language)],
    ]),
    hints:
      kind === 'indirectProvider' && state === 'active'
        ? [{ text: t(model.watching ? 'partnershipRecord.watching' : 'partnershipRecord.notWatching') }]
        : [],
    actions,
    hasActions: true,
  });
}

/** Customers outlast a partnership, so *View customers* stays when it is removed. */
function actionsOf(model: PartnershipRecordModel, language: Language): Action[] {
  const t = translator(language);
  const { partnership, kind, watching } = model;
  const { partnerId: id } = partnership;
  const active = partnership.state === 'active';
  const atReseller = kind === 'indirectReseller';
  const actions = [button(t('button.viewCustomers'), { verb: 'partnerships.customers', id })];
  if (active && atReseller && model.mayInvite) {
    actions.push(button(t('button.inviteNewCustomers'), { verb: 'inviteCustomer.start', provider: id }));
  }
  if (active && !atReseller && model.mayAddCustomer) {
    actions.push(button(t('button.addCustomer'), { verb: 'addCustomer.start', reseller: id }));
  }
  if (active && !atReseller) {
    actions.push(
      button(t(watching ? 'button.unwatch' : 'button.watch'), {
        verb: 'partnerships.watch',
        id,
        watch: watching ? 'no' : 'yes',
      }),
    );
  }
  if (active && atReseller && model.mayTakeBack && partnership.providerAdministers) {
    actions.push(
      button(
        t('button.removeAccess'),
        { verb: 'partnerships.askRemoveAccess', id },
        { style: 'destructive' },
      ),
    );
  }
  if (active && model.mayRemove) {
    actions.push(
      button(t('button.removePartnership'), { verb: 'partnerships.askRemove', id }, { style: 'destructive' }),
    );
  }
  actions.push(
    historyButton({ of: 'partnership', id }, language),
    button(t('button.back'), { verb: 'partnerships.show' }),
  );
  return actions;
}

/** Whether the provider has administrator access to the reseller's tenant, as the viewer sees it. */
function accessOf({ partnership, kind }: PartnershipRecordModel, language: Language): string {
  const t = translator(language);
  if (partnership.state === 'beingSetUp') return t('partnership.state.beingSetUp');
  return partnership.providerAdministers
    ? t(`partnershipRecord.access.yes.${kind}`)
    : t('partnershipRecord.access.no');
}

function other(kind: PartnershipSide): PartnershipSide {
  return kind === 'indirectProvider' ? 'indirectReseller' : 'indirectProvider';
}
