import { createHmac, timingSafeEqual } from 'node:crypto';

const ID = /^[0-9a-f]{64}$/;
const CODE = /([0-9a-f]{64})\.([A-Za-z0-9_-]{43})(?![A-Za-z0-9_-])/;
const LATEST = 0xffff_ffff_ffff;

/**
 * The id of an invitation: the inviter's tenant (so that its row is found by one point read), the time turned
 * around (so that rows sort newest first), and 80 random bits. The id alone opens nothing.
 */
export function newInvitationId(companyId: string, now: Date, random: (bytes: number) => Buffer): string {
  const time = (LATEST - now.getTime()).toString(16).padStart(12, '0');
  return `${companyId.replaceAll('-', '')}${time}${random(10).toString('hex')}`;
}

/** True for text that has the shape of an invitation's id. */
export function isInvitationId(text: string): boolean {
  return ID.test(text);
}

/** The company whose partition holds an invitation. */
export function inviterOf(invitationId: string): string {
  const [, a, b, c, d, e] = /^(.{8})(.{4})(.{4})(.{4})(.{12})/.exec(invitationId) ?? [];
  return `${a}-${b}-${c}-${d}-${e}`;
}

/**
 * Signs and checks the codes in invitation links (design §5): HMAC-SHA-256 over id and link version. Codes are never
 * stored or logged; *Send again* raises the version and so ends every older link.
 */
export interface LinkSigner {
  /** The code that a link carries and that can be typed after `accept`. */
  code(invitationId: string, linkVersion: number): string;
  /** Whether a code is genuine for this version; compared in constant time. */
  genuine(code: string, linkVersion: number): boolean;
}

export function linkSigner(secret: string): LinkSigner {
  const codeOf = (id: string, version: number) => {
    const mac = createHmac('sha256', secret).update(`invitation:${id}:${version}`).digest('base64url');
    return `${id}.${mac}`;
  };
  return {
    code: codeOf,
    genuine(text, version) {
      const [code, id] = CODE.exec(text) ?? [];
      if (!code || !id) return false;
      // The letters are compared, not the bytes that they stand for: several last letters stand for the same ones.
      return timingSafeEqual(Buffer.from(codeOf(id, version)), Buffer.from(code));
    },
  };
}

/**
 * A text as it may be kept: people paste links where they do not belong, and a code is never stored (design §5). The
 * letter itself is another matter: see `readLetter`.
 */
export function withoutCodes(text: string): string {
  return text.replace(new RegExp(CODE, 'g'), '…');
}

/** The code in whatever a person pasted: a whole link, a code, or a sentence around either. */
export function findCode(text: string): { code: string; invitationId: string } | undefined {
  const [code, invitationId] = CODE.exec(text) ?? [];
  return code && invitationId ? { code, invitationId } : undefined;
}
