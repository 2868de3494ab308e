import type { PersonRef } from '../../domain/identity.ts';

/** Whose role is asked for: from the verified activity, so that somebody else's token proves nothing. */
export type Whose = Pick<PersonRef, 'tenantId' | 'objectId'>;

/** What Microsoft says of a person; only the first is ever taken as a yes. */
export type Verdict =
  | 'globalAdmin'
  | 'notGlobalAdmin'
  /** The account that signed in is not the one that writes in Teams. */
  | 'otherAccount'
  | 'guest'
  /** Whoever was asked did not answer, or not in a way that says anything. */
  | 'unavailable';

/** The built-in role Global Administrator: its template's id is the same in every tenant. */
export const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10';
