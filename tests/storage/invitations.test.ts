import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Invitation } from '../../domain/invitation.ts';
import { newInvitationId } from '../../domain/link.ts';
import { ConflictError } from '../../storage/errors.ts';
import { Invitations } from '../../storage/invitations.ts';
import { ReceivedInvitations } from '../../storage/receivedInvitations.ts';
import type { Tables } from '../../storage/tables.ts';
import { invitation as example } from '../domain/invitationExamples.ts';
import { openTestTables } from '../support/azurite.ts';
import { at } from './examples.ts';

let tables: Tables;
let invitations: Invitations;
let received: ReceivedInvitations;
beforeAll(async () => {
  tables = await openTestTables();
  invitations = new Invitations(tables.companies);
  received = new ReceivedInvitations(tables.companies);
});
afterAll(() => tables.close());

let count = 0;
/** An invitation of a company, drafted some time after the first. */
function invitation(companyId: string, ms = 0, email = 'kim@wingtip.example'): Invitation {
  const random = (bytes: number) => Buffer.alloc(bytes, count++);
  const base = example({ addressee: { name: 'Wingtip Toys', email } });
  return {
    ...base,
    id: newInvitationId(companyId, at(ms), random),
    inviter: { ...base.inviter, companyId },
  };
}

async function insert(...all: Invitation[]): Promise<void> {
  for (const each of all) {
    await tables.companies.transact(each.inviter.companyId, [invitations.insert(each)]);
  }
}

describe('an invitation', () => {
  it('is found by its id alone', async () => {
    const company = randomUUID();
    const sent = invitation(company);
    await insert(sent);
    expect((await invitations.get(sent.id))?.value).toEqual(sent);
  });

  it('is not there for an id that nobody has', async () => {
    expect(await invitations.get(invitation(randomUUID()).id)).toBeUndefined();
  });
});

describe('what a company sent', () => {
  it('is listed newest first, page by page, and apart from all else', async () => {
    const company = randomUUID();
    const all = Array.from({ length: 13 }, (_, i) => invitation(company, i * 1_000));
    await insert(...all, invitation(randomUUID()));
    const seen: string[] = [];
    let continuation: string | undefined;
    do {
      const page = await invitations.page(company, 6, continuation);
      seen.push(...page.rows.map(row => row.value.id));
      continuation = page.continuation;
    } while (continuation);
    expect(seen).toEqual(all.map(({ id }) => id).reverse());
  });
});

describe('what a tenant received', () => {
  it('is listed newest first, whoever sent it', async () => {
    const tenant = randomUUID();
    const sent = [
      invitation(randomUUID(), 2_000),
      invitation(randomUUID(), 1_000),
      invitation(randomUUID(), 3_000),
    ];
    for (const { id } of sent) {
      await received.put(tenant, {
        invitationId: id,
        companyName: 'Contoso',
        kind: 'customer',
        state: 'open',
        receivedAt: at(0).toISOString(),
      });
    }
    const page = await received.page(tenant, 10);
    expect(page.rows.map(row => row.value.invitationId)).toEqual([sent[2]?.id, sent[0]?.id, sent[1]?.id]);
  });
});

describe('an address', () => {
  it('stands in one open invitation of a company, whatever its case and width', async () => {
    const company = randomUUID();
    const first = invitation(company);
    await tables.companies.transact(company, [invitations.insert(first), invitations.claimAddress(first)]);
    for (const email of ['kim@wingtip.example', 'KIM@Wingtip.Example', 'ｋｉｍ@wingtip.example']) {
      expect(await invitations.claimOf(invitation(company, 1, email))).toEqual({ invitationId: first.id });
      const second = invitation(company, 1, email);
      const writes = [invitations.insert(second), invitations.claimAddress(second)];
      await expect(tables.companies.transact(company, writes)).rejects.toThrow(ConflictError);
      expect(await invitations.get(second.id)).toBeUndefined();
    }
  });

  it('may be invited by another company at the same time', async () => {
    const [one, other] = [invitation(randomUUID()), invitation(randomUUID())];
    for (const each of [one, other]) {
      await tables.companies.transact(each.inviter.companyId, [invitations.claimAddress(each)]);
    }
    expect(await invitations.claimOf(other)).toEqual({
      invitationId: other.id,
    });
  });

  it('is free again when it was released', async () => {
    const company = randomUUID();
    const first = invitation(company);
    await tables.companies.transact(company, [invitations.claimAddress(first)]);
    await tables.companies.transact(company, [invitations.releaseAddress(first)]);
    expect(await invitations.claimOf(first)).toBeUndefined();
  });

  it('cannot be read from its row’s key', async () => {
    expect(invitations.claimAddress(invitation(randomUUID())).key).not.toContain('kim');
  });
});
