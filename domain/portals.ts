import type { Cloud } from './cloud.ts';
import { SERVICES, type Service } from './services.ts';

/** Where a service of a customer is administered, and where it is seen how the service does. */
interface Portal {
  admin(tenantId: string): string;
  health(tenantId: string): string;
}

const AZURE_HEALTH = '#view/Microsoft_Azure_Health/AzureHealthBrowseBlade/~/serviceIssues';

/** The portals of Microsoft 365, whose service health tells of all services but Azure. */
const M365: Readonly<Record<Cloud, Portal>> = {
  global: {
    admin: tenantId =>
      `https://admin.microsoft.com/Partner/BeginClientSession.aspx?CTID=${tenantId}&CSDEST=o365admincenter`,
    health: () => 'https://admin.microsoft.com/Adminportal/Home#/servicehealth',
  },
  usgov: {
    admin: () => 'https://portal.office365.us/adminportal/home',
    health: () => 'https://portal.office365.us/adminportal/home#/servicehealth',
  },
  germany: {
    admin: () => 'https://portal.office.de/adminportal/home',
    health: () => 'https://portal.office.de/adminportal/home#/servicehealth',
  },
};

function azure(host: string): Portal {
  return {
    admin: tenantId => `https://${host}/${tenantId}`,
    health: tenantId => `https://${host}/${tenantId}${AZURE_HEALTH}`,
  };
}

/** Everything but the service health is a portal of its own; a service that a cloud does not have has none. */
const PORTALS: Readonly<Record<Cloud, Readonly<Partial<Record<Service, Portal>>>>> = {
  global: {
    office365: M365.global,
    azure: azure('portal.azure.com'),
    dynamics365: {
      ...M365.global,
      admin: tenantId => `https://admin.powerplatform.microsoft.com/account/login/${tenantId}`,
    },
    windows: { ...M365.global, admin: tenantId => `https://intune.microsoft.com/${tenantId}` },
  },
  usgov: {
    office365: M365.usgov,
    azure: azure('portal.azure.us'),
    dynamics365: { ...M365.usgov, admin: () => 'https://high.admin.powerplatform.microsoft.us' },
    windows: { ...M365.usgov, admin: tenantId => `https://intune.microsoft.us/${tenantId}` },
  },
  germany: {
    office365: M365.germany,
    azure: azure('portal.microsoftazure.de'),
    dynamics365: {
      ...M365.germany,
      admin: () => 'https://port.crm.microsoftdynamics.de/G/Instances/InstancePicker.aspx',
    },
    // Device management was never part of Microsoft Cloud Germany.
  },
};

/** A page of Microsoft's about one service of a customer. */
export interface ServicePage {
  service: Service;
  url: string;
}

/** The admin portals of services for a customer's tenant, and the services for which a cloud has none. */
export function adminPortals(
  cloud: Cloud,
  tenantId: string,
  services: readonly Service[],
): { portals: ServicePage[]; without: Service[] } {
  const known = SERVICES.filter(service => services.includes(service));
  return {
    portals: known.flatMap(service => {
      const portal = PORTALS[cloud][service];
      return portal ? [{ service, url: portal.admin(tenantId) }] : [];
    }),
    without: known.filter(service => !PORTALS[cloud][service]),
  };
}

/** Where it is seen how services of a customer do: one page for each of Microsoft's, with the services that it tells of. */
export function healthPages(
  cloud: Cloud,
  tenantId: string,
  services: readonly Service[],
): { services: Service[]; url: string }[] {
  const pages = new Map<string, Service[]>();
  for (const service of SERVICES.filter(each => services.includes(each))) {
    const url = PORTALS[cloud][service]?.health(tenantId);
    if (url) pages.set(url, [...(pages.get(url) ?? []), service]);
  }
  return Array.from(pages, ([url, told]) => ({ url, services: told }));
}
