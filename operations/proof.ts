import type { Actor, Desk } from './desk.ts';

/** Why someone cannot become a company's first global admin yet. */
export type ProofLacking =
  /** Microsoft must be asked; the same click is carried out again in the turn in which it says yes. */
  | { outcome: 'proofNeeded' }
  /** A proof is demanded, and nothing is set up that could give one. */
  | { outcome: 'proofMissing' };

/**
 * What is lacking before an actor may become the first global admin of a company (design §7): nothing where the first
 * person is trusted or has just been proven.
 */
export function proofLacking(desk: Desk, actor: Actor): ProofLacking | undefined {
  switch (desk.settings.proof) {
    case 'trusted':
      return undefined;
    case 'singleSignOn':
      return actor.provenGlobalAdmin ? undefined : { outcome: 'proofNeeded' };
    case 'none':
      return { outcome: 'proofMissing' };
  }
}
