import { say } from '../../dialogs/answers.ts';
import type { Answer, Turn, WayBack } from '../../dialogs/turn.ts';
import type { MessageKey } from '../../locales/index.ts';
import type { Unproven } from './proof.ts';

const WORDS: Readonly<Record<Unproven, MessageKey>> = {
  notGlobalAdmin: 'outcome.proofNotGlobalAdmin',
  otherAccount: 'outcome.proofOtherAccount',
  guest: 'outcome.guestRefused',
  unavailable: 'outcome.proofUnavailable',
  over: 'outcome.proofOver',
};

/** Why nothing was done, and the way back to where it can be tried again. */
export function unproven(turn: Turn, why: Unproven, back: WayBack | undefined): Answer {
  const again = back ? [{ title: turn.t('button.tryAgain'), ...back }] : [];
  return { ...say(turn, WORDS[why], 'warning', {}, again), refused: `proof.${why}` };
}
