import { type Administration, heldBy, SERVICES, type Service } from './services.ts';

/** Who administers which service of a customer, with the version that every change raises. */
export interface AdministrationState {
  readonly administration: Administration;
  readonly administrationVersion: number;
}

/** A partner that may administer services. */
export interface Administrator {
  readonly partnerId: string;
  readonly partnerName: string;
}

export type AdministrationCommand =
  /** An approval: these services become the partner's, whoever held them. */
  | { do: 'grant'; to: Administrator; services: readonly Service[] }
  /** The customer takes back whatever the partner holds (source documents 000 and 004). */
  | { do: 'takeBack'; from: string }
  /** The customer gives whatever the one holds to the other. */
  | { do: 'reassign'; from: string; to: Administrator };

/** What changed for one partner. */
export interface AdministrationNews {
  readonly partnerId: string;
  /** All that it administers now. */
  readonly services: readonly Service[];
  readonly gained: readonly Service[];
  readonly lost: readonly Service[];
}

/**
 * Applies a command to who administers a customer's services; pure. A service has one administrator at most, and the
 * version is raised by one. Refused when there is nothing to take from the partner, or it is its own successor.
 */
export function changeAdministration(
  state: AdministrationState,
  command: AdministrationCommand,
): { next: AdministrationState } | { refused: 'holdsNothing' | 'samePartner' } {
  const { administration } = state;
  const administrationVersion = state.administrationVersion + 1;
  switch (command.do) {
    case 'grant':
      return {
        next: { administration: given(administration, command.services, command.to), administrationVersion },
      };
    case 'takeBack': {
      const held = heldBy(administration, command.from);
      if (held.length === 0) return { refused: 'holdsNothing' };
      const kept = Object.entries(administration).filter(([, { partnerId }]) => partnerId !== command.from);
      return { next: { administration: Object.fromEntries(kept), administrationVersion } };
    }
    case 'reassign': {
      if (command.from === command.to.partnerId) return { refused: 'samePartner' };
      const held = heldBy(administration, command.from);
      if (held.length === 0) return { refused: 'holdsNothing' };
      return { next: { administration: given(administration, held, command.to), administrationVersion } };
    }
  }
}

function given(
  administration: Administration,
  services: readonly Service[],
  { partnerId, partnerName }: Administrator,
): Administration {
  const gained = Object.fromEntries(services.map(service => [service, { partnerId, partnerName }]));
  return { ...administration, ...gained };
}

/** What a change means for each partner that it concerns, in the order of the services. */
export function administrationNews(before: Administration, after: Administration): AdministrationNews[] {
  const changed = SERVICES.filter(service => before[service]?.partnerId !== after[service]?.partnerId);
  const concerned = new Set(
    changed.flatMap(service =>
      [before[service], after[service]].flatMap(holder => (holder ? [holder.partnerId] : [])),
    ),
  );
  return [...concerned].map(partnerId => ({
    partnerId,
    services: heldBy(after, partnerId),
    gained: changed.filter(service => after[service]?.partnerId === partnerId),
    lost: changed.filter(service => before[service]?.partnerId === partnerId),
  }));
}
