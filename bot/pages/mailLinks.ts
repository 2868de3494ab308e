/** Longer links are cut or refused by some mail programs and browsers (design §3). */
const LONGEST_LINK = 1_900;
const OUTLOOK = 'https://outlook.office.com/mail/deeplink/compose';

/** An e-mail as a link can carry it; `short` stands in where the whole message does not fit. */
export interface Mail {
  to: string;
  subject: string;
  message: string;
  short: string;
}

/** A link that opens a mail program; `whole` is false when it carries less than the whole subject and message. */
export interface MailLink {
  href: string;
  whole: boolean;
}

/** The link for the person's own mail program (RFC 6068). */
export function mailtoLink(mail: Mail): MailLink {
  const address = encode(mail.to).replace('%40', '@');
  return fitting(mail, fields => withFields(`mailto:${address}`, fields));
}

/** The link for Outlook on the web's compose window. */
export function outlookLink(mail: Mail): MailLink {
  return fitting(mail, fields => withFields(OUTLOOK, { to: mail.to, ...fields }));
}

interface Fields {
  to?: string;
  subject?: string;
  body?: string;
}

/** As much of a mail as fits; the personalized link, which the short text carries, matters more than the subject. */
function fitting({ subject, message, short }: Mail, link: (fields: Fields) => string): MailLink {
  const whole = link({ subject, body: message });
  if (whole.length <= LONGEST_LINK) return { href: whole, whole: true };
  const less = [{ subject, body: short }, { body: short }, { subject }].map(link);
  return { href: less.find(href => href.length <= LONGEST_LINK) ?? link({}), whole: false };
}

function withFields(address: string, fields: Fields): string {
  const query = Object.entries(fields).map(([name, text]) => `${name}=${encode(text)}`);
  return query.length === 0 ? address : `${address}?${query.join('&')}`;
}

/** Lines end as in e-mail; half a surrogate pair, which cannot be encoded, becomes the replacement character. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed().replace(/\r\n?|\n/g, '\r\n'));
}
