import * as z from 'zod';
import { companyRecordCard } from '../cards/companyRecord.ts';
import { setUpCompanyFormCard } from '../cards/setUpCompanyForm.ts';
import { setUpCompanyIntroCard } from '../cards/setUpCompanyIntro.ts';
import { type Company, type CompanyForm, companyFormSchema, formOf, isPartner } from '../domain/company.ts';
import { isSamePerson } from '../domain/identity.ts';
import { isGlobalAdmin } from '../domain/permissions.ts';
import { openDraftPage } from '../operations/draftPages.ts';
import {
  type CompanyOutcome,
  type CompanyRecord,
  confirmContact,
  editCompany,
  enrolCompany,
  showCompany,
} from '../operations/setUpCompany.ts';
import { FIRST_LEVELS } from '../operations/userEntry.ts';
import { type Actions, action } from './action.ts';
import { notAllowed, proofNeeded, say, tooMany } from './answers.ts';
import type { Answer, FlowSteps, Turn } from './turn.ts';

const NAME = 'setUpCompany';
const formKind = z.enum(['full', 'short']);

/** *Set up company* (design §2 row 1): before you begin, the form, the record. */
export const setUpCompany: FlowSteps & { actions: Actions } = {
  async start(turn) {
    const shown = await showCompany(turn.desk, turn.actor);
    if (shown.outcome !== 'notSetUp') return answer(turn, shown);
    const step = turn.flow?.name === NAME ? formKind.safeParse(turn.flow.step).data : undefined;
    return step ? form(turn, step, turn.flow?.typed ?? {}) : intro(turn);
  },

  async say() {
    return undefined;
  },

  actions: {
    'setUpCompany.start': action(z.object({}), turn => setUpCompany.start(turn, '')),
    'setUpCompany.next': action(z.object({}), async turn => form(turn, 'full', {})),
    'setUpCompany.alreadyInCsp': action(z.object({}), async turn => form(turn, 'short', {})),
    'setUpCompany.cancel': action(z.object({}), async turn => ({
      ...say(turn, 'outcome.cancelled', 'info'),
      flow: 'ended',
    })),

    'setUpCompany.enroll': action(
      companyFormSchema.and(z.object({ form: formKind })),
      async (turn, { form: kind, ...typed }) => {
        const result = await enrolCompany(turn.desk, turn.actor, kind, typed);
        const here = { name: NAME, step: kind, typed } as const;
        // The form is kept, so that a proof that fails takes nothing of it away.
        if (result.outcome === 'proofNeeded') {
          return { ...proofNeeded(turn, { verb: 'setUpCompany.start', data: {} }), flow: here };
        }
        if (result.outcome === 'tooMany') return { ...tooMany(turn, 60), flow: here };
        if (result.outcome !== 'badForm') return answer(turn, result);
        return {
          card: setUpCompanyFormCard(
            { form: kind, typed, problems: result.problems, editing: false, kindIsFixed: false },
            turn.language,
          ),
          flow: here,
        };
      },
    ),

    'setUpCompany.edit': action(z.object({}), async turn => {
      const shown = await showCompany(turn.desk, turn.actor);
      if (shown.outcome !== 'record' || !shown.canEdit) return answer(turn, shown);
      return editor(turn, formOf(shown.company), shown.company.alreadyInCsp ? 'short' : 'full', {});
    }),

    'setUpCompany.save': action(
      companyFormSchema.and(z.object({ form: formKind })),
      async (turn, { form: kind, ...typed }) => {
        const result = await editCompany(turn.desk, turn.actor, typed);
        return result.outcome === 'badForm'
          ? editor(turn, typed, kind, result.problems)
          : answer(turn, result);
      },
    ),

    'setUpCompany.confirmContact': action(z.object({}), async turn =>
      answer(turn, await confirmContact(turn.desk, turn.actor)),
    ),
  },
};

function intro(turn: Turn): Answer {
  return { card: setUpCompanyIntroCard({}, turn.language), flow: { name: NAME, step: 'intro' } };
}

function form(turn: Turn, kind: 'full' | 'short', typed: CompanyForm): Answer {
  return {
    card: setUpCompanyFormCard(
      { form: kind, typed, problems: {}, editing: false, kindIsFixed: false },
      turn.language,
    ),
    flow: { name: NAME, step: kind, typed },
  };
}

function editor(
  turn: Turn,
  typed: CompanyForm,
  kind: 'full' | 'short',
  problems: Extract<CompanyOutcome, { outcome: 'badForm' }>['problems'],
): Answer {
  return {
    card: setUpCompanyFormCard(
      { form: kind, typed, problems, editing: true, kindIsFixed: true },
      turn.language,
    ),
    flow: { name: NAME, step: 'edit' },
  };
}

async function answer(turn: Turn, result: CompanyOutcome): Promise<Answer> {
  switch (result.outcome) {
    case 'record':
    case 'saved':
    case 'enrolled':
    case 'contactConfirmed':
      return { ...(await record(turn, result, result.outcome === 'enrolled')), flow: 'ended' };
    case 'notSetUp':
      return intro(turn);
    case 'tenantNotAllowed':
      return { ...say(turn, 'outcome.tenantNotAllowed', 'warning'), flow: 'ended' };
    case 'guestRefused':
      return { ...say(turn, 'outcome.guestRefused', 'warning'), flow: 'ended' };
    case 'proofMissing':
      return { ...say(turn, 'outcome.proofMissing', 'warning'), flow: 'ended' };
    case 'proofNeeded':
      return proofNeeded(turn, { verb: 'setUpCompany.start', data: {} });
    case 'tooMany':
      return tooMany(turn, 60);
    case 'kindIsFixed':
      return say(turn, 'outcome.kindIsFixed', 'warning');
    case 'notContact':
      return say(turn, 'outcome.notContact', 'warning', { contact: result.company.contact?.email ?? '' });
    case 'badForm':
      return say(turn, 'problem.summary', 'warning');
    default:
      return notAllowed(turn, result);
  }
}

async function record(turn: Turn, shown: CompanyRecord, justEnrolled: boolean): Promise<Answer> {
  const { company, canEdit, isContact } = shown;
  const { desk, language } = turn;
  const waiting = company.contact !== undefined && company.contactConfirmed === undefined;
  const contactDraftUrl =
    waiting && canEdit && !isContact
      ? await openDraftPage(desk, language, { of: 'contact', companyId: company.id, purpose: 'confirm' })
      : undefined;
  return {
    card: companyRecordCard(
      {
        company,
        now: desk.now(),
        canEdit,
        isContact,
        operatorReviews: desk.settings.review === 'manual',
        contactDraftUrl,
        justEnrolled,
        seesHistory: justEnrolled || turn.actor.person?.value.member !== undefined,
        checkAdminAgent: shouldCheckAdminAgent(turn, company),
      },
      turn.language,
    ),
  };
}

/** Whoever set up a partner looks whether they are an admin agent too, once the company is active. */
function shouldCheckAdminAgent({ actor }: Turn, company: Company): boolean {
  const { enrolledBy, state, kind } = company;
  const first = enrolledBy !== undefined && isSamePerson(enrolledBy, actor);
  // Whoever enrols at this very click is no member in the row that was read before it.
  const member = actor.person?.value.member ?? FIRST_LEVELS;
  const isFirst = first && isGlobalAdmin(member);
  return isFirst && state === 'active' && isPartner(kind) && member.agent !== 'adminAgent';
}
