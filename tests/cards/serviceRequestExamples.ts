import type { Card } from '../../cards/card.ts';
import { customerRecordCard } from '../../cards/customerRecord.ts';
import { noticeCard, type ToldNotice } from '../../cards/notice.ts';
import {
  type RequestServiceFormModel,
  type RequestServiceSubject,
  requestServiceFormCard,
} from '../../cards/requestServiceForm.ts';
import { type ServiceRequestModel, serviceRequestCard } from '../../cards/serviceRequest.ts';
import { type ServiceRequestsModel, serviceRequestsCard } from '../../cards/serviceRequests.ts';
import type { PersonRef } from '../../domain/identity.ts';
import type { Language } from '../../domain/language.ts';
import type { Customer } from '../../domain/relationship.ts';
import type { ServiceNote, ServiceRequest } from '../../domain/serviceRequest.ts';
import { SERVICES } from '../../domain/services.ts';
import type { Subscription } from '../../domain/subscription.ts';

/** Who asks for whom, and what they write. */
export interface ServiceRequestStory {
  now: Date;
  /** Days before or after now, as storage keeps moments. */
  day: (days: number) => string;
  company: string;
  customer: () => Customer;
  asker: PersonRef;
  answerer: PersonRef;
  title: string;
  text: string;
}

/** Cards of service requests, on both sides, and what people are told of them. */
export function serviceRequestExamples(
  story: ServiceRequestStory,
): Record<string, (language: Language) => Card> {
  const { now, day, company, asker, answerer, title, text } = story;
  const customer = story.customer();
  const named = { id: customer.id, name: customer.name };
  const request = (over: Partial<ServiceRequest> = {}): ServiceRequest => ({
    id: '8204100000000-0123456789abcdef',
    about: 'customer',
    companyId: customer.id,
    companyName: customer.name,
    asker: { id: asker.tenantId, name: company },
    openedBy: asker,
    openedAt: day(-2),
    title,
    description: text,
    severity: 'critical',
    service: 'office365',
    subscription: { id: 'order-000001-0', offerName: 'Microsoft 365 Business Basic' },
    onBehalf: false,
    throughProvider: false,
    state: 'open',
    version: 4,
    changedAt: day(0),
    ...over,
  });
  const portal = (over: Partial<ServiceRequest> = {}): ServiceRequest =>
    request({
      about: 'portal',
      companyId: asker.tenantId,
      companyName: company,
      service: undefined,
      subscription: undefined,
      severity: 'moderate',
      ...over,
    });
  const notes: ServiceNote[] = [
    { number: 7, deed: 'takenOver', side: 'asker', by: answerer, at: day(0) },
    { number: 6, deed: 'reopened', side: 'other', by: answerer, at: day(0), text },
    { number: 5, deed: 'closed', side: 'asker', by: asker, at: day(0) },
    { number: 4, deed: 'noted', side: 'other', by: answerer, at: day(0), text },
    { number: 3, deed: 'attentionAsked', side: 'asker', by: asker, at: day(-1), text },
    { number: 2, deed: 'noted', side: 'asker', by: asker, at: day(-1), text },
  ];
  const card =
    (of: ServiceRequest, over: Partial<ServiceRequestModel> = {}) =>
    (language: Language): Card =>
      serviceRequestCard(
        {
          request: of,
          side: 'asker',
          notes: [],
          mayWrite: true,
          mayClose: true,
          cloud: 'global',
          ...over,
        },
        language,
      );
  const subscription: Subscription = {
    id: 'order-000001-0',
    orderId: 'order-000001',
    offerId: 'm365-business-basic',
    offerName: 'Microsoft 365 Business Basic',
    family: 'office365',
    term: 'P1Y',
    billing: 'monthly',
    state: 'active',
    licences: 10,
    assigned: 0,
    seller: { id: asker.tenantId, name: company },
    supportContact: { id: asker.tenantId, name: company },
    orderedBy: asker,
    orderedAt: day(-30),
    termStartedAt: day(-30),
    changedAt: day(-30),
  };
  const subject: Extract<RequestServiceSubject, { about: 'customer' }> = {
    about: 'customer',
    customer: named,
    subscriptions: [subscription],
    services: SERVICES,
    general: true,
    onBehalf: false,
    indirectReseller: false,
  };
  const form =
    (over: Partial<RequestServiceFormModel> = {}) =>
    (language: Language): Card =>
      requestServiceFormCard(
        { subject, requestId: request().id, typed: {}, problems: {}, ...over },
        language,
      );
  const list =
    (over: Partial<ServiceRequestsModel> = {}) =>
    (language: Language): Card =>
      serviceRequestsCard(
        {
          requests: [],
          state: 'notClosed',
          now,
          page: 1,
          isPartner: true,
          mayRequestForPortal: true,
          mayRequestForCustomer: false,
          ...over,
        },
        language,
      );
  const told =
    (over: Partial<Extract<ToldNotice, { name: 'serviceRequestChanged' }>>) =>
    (language: Language): Card =>
      noticeCard(
        {
          notice: {
            name: 'serviceRequestChanged',
            deed: 'opened',
            to: 'customer',
            companyId: customer.id,
            requestId: request().id,
            title,
            by: asker,
            byCompany: company,
            at: day(0),
            ...over,
          },
        },
        language,
      );

  return {
    'requestServiceForm.customer': form(),
    'requestServiceForm.onBehalf': form({ subject: { ...subject, onBehalf: true, indirectReseller: true } }),
    'requestServiceForm.helpdesk': form({
      subject: { ...subject, general: false, subscriptions: [], services: ['azure', 'windows'] },
    }),
    'requestServiceForm.refused': form({
      typed: { title, description: text, severity: 'critical', topic: 'service:azure' },
      problems: { title: 'tooLong', description: 'required', severity: 'required', topic: 'required' },
    }),
    'requestServiceForm.portal': form({ subject: { about: 'portal' } }),
    'serviceRequest.new': card(request({ version: 1 }), { said: 'nobodyTold' }),
    'serviceRequest.onBehalf': card(
      request({
        onBehalf: true,
        throughProvider: true,
        service: 'azure',
        subscription: undefined,
        state: 'attentionNeeded',
        attentionOf: 'other',
      }),
      { notes, olderNotes: 'continuation' },
    ),
    'serviceRequest.atCustomer': card(
      request({ state: 'attentionNeeded', attentionOf: 'other', onBehalf: true }),
      {
        side: 'other',
        notes: notes.slice(3),
      },
    ),
    'serviceRequest.refusedNote': card(request(), { notes, typed: text, problem: 'required' }),
    'serviceRequest.closed': card(request({ state: 'closed' }), { notes, said: 'wasClosed', typed: text }),
    'serviceRequest.wasNotClosed': card(request(), { said: 'wasNotClosed' }),
    'serviceRequest.former': card(request(), { mayWrite: false, mayClose: false, readOnly: 'ended' }),
    'serviceRequest.beingSetUp': card(request(), {
      mayWrite: false,
      mayClose: false,
      readOnly: 'beingSetUp',
      typed: text,
    }),
    'serviceRequest.formerAtCustomer': card(request(), {
      side: 'other',
      mayWrite: false,
      readOnly: 'ended',
    }),
    'serviceRequest.onlyReads': card(request(), { mayWrite: false, mayClose: false, readOnly: 'role' }),
    'serviceRequest.portal': card(portal({ state: 'attentionNeeded', attentionOf: 'asker' }), {
      notes: [{ number: 2, deed: 'attentionAsked', side: 'other', by: 'operator', at: day(0), text }],
    }),
    'serviceRequests.partner': list({
      requests: [request(), portal({ state: 'attentionNeeded', attentionOf: 'other' })],
      next: 'continuation',
    }),
    'serviceRequests.empty': list(),
    'serviceRequests.ofCustomer': list({
      requests: [request({ state: 'closed' }), request({ severity: 'minimal', service: undefined })],
      customer: named,
      state: 'all',
      page: 2,
      mayRequestForCustomer: true,
    }),
    'serviceRequests.atCustomer': list({
      requests: [request()],
      isPartner: false,
      mayRequestForPortal: false,
    }),
    'customerRecord.onBehalf': language =>
      customerRecordCard(
        {
          customer: { ...customer, canAdminister: 'no', administers: [] },
          now,
          mayAskToRestore: true,
          mayRequestOnBehalf: true,
          mayEnd: true,
        },
        language,
      ),
    'notice.serviceRequestChanged.opened': told({}),
    'notice.serviceRequestChanged.noted': told({ deed: 'noted', text }),
    'notice.serviceRequestChanged.attentionAsked': told({
      deed: 'attentionAsked',
      to: 'portalAsker',
      companyId: asker.tenantId,
      by: 'operator',
      byCompany: '',
      text,
    }),
    'notice.serviceRequestChanged.closed': told({ deed: 'closed' }),
    'notice.serviceRequestChanged.reopened': told({ deed: 'reopened', to: 'partner', by: answerer, text }),
  };
}
