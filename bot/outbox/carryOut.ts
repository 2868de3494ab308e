import type { Errand } from '../../domain/outbox.ts';
import { settleDomain, showAccount } from '../../operations/carryAccount.ts';
import { carryEndedRelationship, endSharing, showSharingEnded } from '../../operations/carryEnding.ts';
import { establishCustomer, showAdministration, showReceived } from '../../operations/carryForward.ts';
import { carryImport, clearImport } from '../../operations/carryImport.ts';
import {
  establishPartnership,
  showPartnership,
  showSharedCustomer,
} from '../../operations/carryPartnership.ts';
import { checkSupport, endSupport } from '../../operations/endSupport.ts';
import { fileCustomers } from '../../operations/fileCustomers.ts';
import { handOverWork } from '../../operations/handOverWork.ts';
import { makeDrafts } from '../../operations/makeDrafts.ts';
import { continueHistory, moveAccount } from '../../operations/moveAccount.ts';
import { noteHistory } from '../../operations/serveCustomer.ts';
import { showServiceRequestInList } from '../../operations/serviceRequestParts.ts';
import type { CarryOutOptions } from './carryOutOptions.ts';
import { Recipients } from './recipients.ts';
import { redraw } from './redraw.ts';
import { redrawImport } from './redrawImport.ts';
import { redrawRoleRequest } from './redrawRoleRequest.ts';
import { tell } from './tell.ts';
import type { Carried, CarryOut } from './worker.ts';

/** Carries out a batch of errands side by side; whom they concern is read once a batch. */
export function carryOutWith(options: CarryOutOptions): CarryOut {
  return errands => {
    const recipients = new Recipients(options.desk);
    return Promise.allSettled(errands.map(errand => carryOutOne(options, recipients, errand)));
  };
}

async function carryOutOne(
  options: CarryOutOptions,
  recipients: Recipients,
  errand: Errand,
): Promise<Carried> {
  const { desk } = options;
  switch (errand.kind) {
    case 'tell':
      return tell(options, recipients, errand);
    case 'redraw':
      return redraw(options, recipients, errand);
    case 'redrawRoleRequest':
      return redrawRoleRequest(options, recipients, errand);
    case 'redrawImport':
      return redrawImport(options, recipients, errand);
    case 'carryImport':
      await carryImport(desk, errand);
      return { outcome: 'delivered' };
    case 'makeDrafts':
      await makeDrafts(desk, errand);
      return { outcome: 'delivered' };
    case 'clearImport':
      await clearImport(desk, errand);
      return { outcome: 'delivered' };
    case 'fileCustomers':
      await fileCustomers(desk, errand);
      return { outcome: 'delivered' };
    case 'handOverWork':
      await handOverWork(desk, errand);
      return { outcome: 'delivered' };
    case 'establishCustomer':
      await establishCustomer(desk, errand);
      return { outcome: 'delivered' };
    case 'showAdministration':
      await showAdministration(desk, errand);
      return { outcome: 'delivered' };
    case 'establishPartnership':
      await establishPartnership(desk, errand);
      return { outcome: 'delivered' };
    case 'showPartnership':
      await showPartnership(desk, errand);
      return { outcome: 'delivered' };
    case 'showSharedCustomer':
      await showSharedCustomer(desk, errand);
      return { outcome: 'delivered' };
    case 'endRelationship':
      await carryEndedRelationship(desk, errand);
      return { outcome: 'delivered' };
    case 'endSharing':
      await endSharing(desk, errand);
      return { outcome: 'delivered' };
    case 'showSharingEnded':
      await showSharingEnded(desk, errand);
      return { outcome: 'delivered' };
    case 'showAccount':
      await showAccount(desk, errand);
      return { outcome: 'delivered' };
    case 'settleDomain':
      await settleDomain(desk, errand);
      return { outcome: 'delivered' };
    case 'endSupport':
      await endSupport(desk, errand);
      return { outcome: 'delivered' };
    case 'checkSupport':
      await checkSupport(desk, errand);
      return { outcome: 'delivered' };
    case 'moveAccount':
      await moveAccount(desk, errand);
      return { outcome: 'delivered' };
    case 'continueHistory':
      await continueHistory(desk, errand);
      return { outcome: 'delivered' };
    case 'noteHistory':
      await noteHistory(desk, errand);
      return { outcome: 'delivered' };
    case 'showServiceRequest':
      await showServiceRequestInList(desk, errand);
      return { outcome: 'delivered' };
    case 'showReceived':
      await showReceived(desk, errand);
      return { outcome: 'delivered' };
  }
}
