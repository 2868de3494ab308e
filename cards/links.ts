import type { Cloud } from '../domain/cloud.ts';

/** Pages of Microsoft to which guidance leads. */
export interface CloudLinks {
  /** The official list of indirect providers (source documents 001, 003). */
  readonly providers: string;
  /** What the indirect model is about (source document 003). */
  readonly model: string;
  /** How to keep a business profile, by which customers find a partner. */
  readonly profile: string;
  readonly incentives: string;
  /** The Azure portal, where a reseller is made tenant owner (source document 003). */
  readonly azurePortal: string;
  /** How Microsoft support is called (source document 000). */
  readonly support: string;
  /** What is different in a national cloud: who may take part, and how it is enrolled in. */
  readonly cloud?: string;
}

/** Partner Center is one portal for all of its clouds. */
const everywhere: CloudLinks = {
  providers: 'https://partnercenter.microsoft.com/partner/find-a-provider',
  model: 'https://partner.microsoft.com/cloud-solution-provider/indirect',
  profile: 'https://learn.microsoft.com/partner-center/create-a-marketing-profile',
  incentives: 'https://learn.microsoft.com/partner-center/manage-your-incentives-in-partner-center',
  azurePortal: 'https://portal.azure.com/',
  support: 'https://learn.microsoft.com/microsoft-365/admin/get-help-support',
};

export const CLOUD_LINKS: Readonly<Record<Cloud, CloudLinks>> = {
  global: everywhere,
  usgov: {
    ...everywhere,
    azurePortal: 'https://portal.azure.us/',
    cloud: 'https://learn.microsoft.com/partner-center/faq-for-us-govt-cloud',
  },
  germany: {
    ...everywhere,
    azurePortal: 'https://portal.microsoftazure.de/',
    cloud: 'https://partnercenter.microsoft.com/partner/frequently-asked-questions-about-cloud-germany',
  },
};
