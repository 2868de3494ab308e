import { isUtf8 } from 'node:buffer';
import type restify from 'restify';
import { UPLOAD_MAX_BYTES } from '../../domain/customerImport.ts';
import type { Language } from '../../domain/language.ts';
import type { Actor, Desk } from '../../operations/desk.ts';
import { cannotImport, type HandInOutcome, handInFile } from '../../operations/importCustomers.ts';
import { pageReader } from '../../operations/pageReader.ts';
import { Refusal, readAll } from '../guards.ts';
import type { OpenInTeams } from '../openInTeams.ts';
import { closedImportPage, importCheckedPage, importPage, type UploadProblem } from './importPage.ts';

/** A page and its HTTP status. */
interface Answer {
  status: number;
  page: string;
}

/** The form around a file: boundaries and headers. */
const AROUND = 64 * 1024;
const TOKEN = /^[\w-]{43}$/;

/** Who may hand in what under an address, as things are now. */
interface Open {
  reader: Actor;
  importId: string;
  language: Language;
}

async function openAddress(desk: Desk, token: string): Promise<Open | undefined> {
  const page = TOKEN.test(token) ? await desk.storage.draftPages.get(token, desk.now()) : undefined;
  if (page?.subject.of !== 'import') return undefined;
  const { viewer, importId } = page.subject;
  const reader = await pageReader(desk, viewer, page.language);
  if (!reader || (await cannotImport(desk, reader))) return undefined;
  if (await desk.storage.imports.get(viewer.tenantId, importId)) return undefined;
  return { reader, importId, language: page.language };
}

/** The page that takes a file with customers. Looking at it changes nothing. */
export async function showImportPage(desk: Desk, token: string, language: Language): Promise<Answer> {
  const open = await openAddress(desk, token);
  return open
    ? { status: 200, page: importPage(open.language) }
    : { status: 404, page: closedImportPage(language) };
}

/**
 * Takes a file: at most five megabytes of text, in the name of whoever asked for the address, to whom alone its dry run
 * is shown in Teams.
 */
export async function takeImport(
  desk: Desk,
  request: restify.Request,
  { token, language, openInTeams }: { token: string; language: Language; openInTeams: OpenInTeams },
): Promise<Answer> {
  const open = await openAddress(desk, token);
  if (!open) return { status: 404, page: closedImportPage(language) };
  const again = (status: number, problem: UploadProblem): Answer => ({
    status,
    page: importPage(open.language, problem),
  });
  const file = await fileIn(request);
  if (typeof file === 'string') return again(file === 'tooLarge' ? 413 : 400, file);
  const result: HandInOutcome = await handInFile(desk, open.reader, { id: open.importId, text: file.text });
  switch (result.outcome) {
    case 'shown':
      return { status: 200, page: importCheckedPage(open.language, result, openInTeams({})) };
    case 'empty':
    case 'notText':
    case 'tooManyLines':
      return again(400, result.outcome);
    case 'tooMany':
      return again(429, 'tooMany');
    default:
      return { status: 404, page: closedImportPage(open.language) };
  }
}

async function fileIn(
  request: restify.Request,
): Promise<{ text: string } | 'noFile' | 'tooLarge' | 'notText'> {
  const type = request.headers['content-type'] ?? '';
  if (!/^multipart\/form-data\s*;/i.test(type)) return 'noFile';
  const most = UPLOAD_MAX_BYTES + AROUND;
  if (Number(request.headers['content-length'] ?? 0) > most) return 'tooLarge';
  let body: Buffer<ArrayBuffer>;
  try {
    body = await readAll(request, most);
  } catch (error) {
    if (error instanceof Refusal) return 'tooLarge';
    throw error;
  }
  const file = await formFile(body, type);
  if (!file || file.size === 0) return 'noFile';
  if (file.size > UPLOAD_MAX_BYTES) return 'tooLarge';
  const bytes = Buffer.from(await file.arrayBuffer());
  return isUtf8(bytes) ? { text: bytes.toString('utf8') } : 'notText';
}

/** The file in a form, by Node's own reader of forms; undefined for a body that is none. */
async function formFile(body: Buffer<ArrayBuffer>, type: string): Promise<File | undefined> {
  try {
    const form = await new Response(body, { headers: { 'content-type': type } }).formData();
    const file = form.get('file');
    return file instanceof File ? file : undefined;
  } catch {
    return undefined;
  }
}
