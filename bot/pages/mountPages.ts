import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type restify from 'restify';
import type { Language } from '../../domain/language.ts';
import { SETUP_INFORMATION_PATH } from '../../domain/setupCode.ts';
import { SIGN_IN_INFORMATION_PATH } from '../../domain/signInInformation.ts';
import type { Desk } from '../../operations/desk.ts';
import { viewDraftPage, viewInvitationPage } from '../../operations/draftPages.ts';
import { viewExport } from '../../operations/exports.ts';
import { newReference } from '../log.ts';
import type { OpenInTeams } from '../openInTeams.ts';
import { contactPage } from './contactPage.ts';
import { draftPage } from './draftPage.ts';
import { exportFile, exportName } from './exportFile.ts';
import { showImportPage, takeImport } from './importUpload.ts';
import { invitationPage } from './invitationPage.ts';
import { pageLanguage } from './language.ts';
import {
  closedDraftPage,
  closedExportPage,
  closedInvitationPage,
  errorPage,
  homePage,
  notFoundPage,
} from './messagePage.ts';
import { shownOncePage } from './shownOncePage.ts';

/** What the pages need beside the desk. */
export interface PagesOptions {
  /** Where *Open in Teams* leads. It is told no code: no token may be in a deep link (design §3). */
  openInTeams: OpenInTeams;
}

/** A page and its HTTP status. */
interface Answer {
  status: number;
  page: string;
}

const TOKEN = /^[\w-]{43}$/;

/** The same on everything that is served here. Nothing is loaded from, sent to or shown inside another site. */
const HEADERS: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'X-Robots-Tag': 'noindex, nofollow',
};

const ASSETS: Readonly<Record<string, string>> = {
  'pages.css': 'text/css; charset=utf-8',
  'pages.js': 'text/javascript; charset=utf-8',
  'shownOnce.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
};

/**
 * Adds the pages that people open outside Teams (design §3), for GET and HEAD. Looking at a page changes nothing, sets
 * no cookie, and leaves no trace of its token or code in the log.
 */
export function mountPages(server: restify.Server, desk: Desk, { openInTeams }: PagesOptions): void {
  const serve = (
    path: string,
    show: (language: Language, rest: string) => Answer | Promise<Answer>,
  ): void => {
    const handler = async (request: restify.Request, response: restify.Response): Promise<void> => {
      const language = languageOfReader(request);
      try {
        const { status, page } = await show(language, String(request.params['*'] ?? ''));
        send(response, status, page);
      } catch (err) {
        const reference = newReference();
        request.log.error({ err, reference }, 'A page failed');
        send(response, 500, errorPage(language, reference));
      }
    };
    server.get(path, handler);
    server.head(path, handler);
  };

  serve('/', language => found(homePage(language, openInTeams({}))));
  serve('/contact', language => found(contactPage(language, openInTeams({}))));
  serve(SIGN_IN_INFORMATION_PATH, language => found(shownOncePage('signIn', language)));
  serve(SETUP_INFORMATION_PATH, language => found(shownOncePage('setup', language)));
  // A wildcard, because a code is longer than restify takes as a parameter unless told otherwise.
  serve('/drafts/*', async (language, token) => {
    const view = TOKEN.test(token) ? await viewDraftPage(desk, token) : undefined;
    return view ? found(draftPage(view)) : notFound(closedDraftPage(language));
  });
  serve('/invitations/*', async (language, code) => {
    const view = await viewInvitationPage(desk, code);
    return view
      ? found(invitationPage(view, language, openInTeams({ kind: view.kind })))
      : notFound(closedInvitationPage(language));
  });
  mountExports(server, desk);
  mountImports(server, desk, openInTeams);
  for (const [name, type] of Object.entries(ASSETS)) mountAsset(server, name, type);
  server.on(
    'NotFound',
    (request: restify.Request, response: restify.Response, _error: unknown, done: () => void) => {
      if (request.method === 'GET' || request.method === 'HEAD') {
        send(response, 404, notFoundPage(languageOfReader(request)));
      }
      done();
    },
  );
}

/** Adds the files that people download: sent as they are made, so that their length does not matter. */
function mountExports(server: restify.Server, desk: Desk): void {
  const handler = async (request: restify.Request, response: restify.Response): Promise<void> => {
    const language = languageOfReader(request);
    const token = String(request.params['*'] ?? '');
    try {
      const found = TOKEN.test(token) ? await viewExport(desk, token) : undefined;
      if (!found) return send(response, 404, closedExportPage(language));
      response.writeHead(200, {
        ...HEADERS,
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': `attachment; filename="${exportName(found)}"`,
      });
      // Whatever fails on the way breaks the connection off: half a file must not pass for a whole one.
      await pipeline(request.method === 'HEAD' ? [] : Readable.from(exportFile(found)), response);
    } catch (err) {
      const reference = newReference();
      request.log.error({ err, reference }, 'An export failed');
      if (!response.headersSent) send(response, 500, errorPage(language, reference));
    }
  };
  server.get('/exports/*', handler);
  server.head('/exports/*', handler);
}

/** A page with a form: it may come back here, and says where it came from to nobody else. */
const FORM_HEADERS: Readonly<Record<string, string>> = {
  ...HEADERS,
  'Content-Security-Policy': `${HEADERS['Content-Security-Policy']}`.replace(
    "form-action 'none'",
    "form-action 'self'",
  ),
  // With none at all browsers hide the origin of a form, and local mode would take it for a stranger's.
  'Referrer-Policy': 'same-origin',
};

/** Adds the page on which a file with customers is handed in. */
function mountImports(server: restify.Server, desk: Desk, openInTeams: OpenInTeams): void {
  const serve =
    (answer: (request: restify.Request, token: string, language: Language) => Promise<Answer>) =>
    async (request: restify.Request, response: restify.Response): Promise<void> => {
      const language = languageOfReader(request);
      const token = String(request.params['*'] ?? '');
      try {
        const { status, page } = await answer(request, token, language);
        if (!request.complete) {
          // The rest of the file is not wanted, but a browser shows the answer only after it could send it.
          request.resume();
          response.setHeader('Connection', 'close');
        }
        send(response, status, page, 'text/html; charset=utf-8', FORM_HEADERS);
      } catch (err) {
        const reference = newReference();
        request.log.error({ err, reference }, 'An import failed');
        send(response, 500, errorPage(language, reference));
      }
    };
  const show = serve((_request, token, language) => showImportPage(desk, token, language));
  server.get('/imports/*', show);
  server.head('/imports/*', show);
  server.post(
    '/imports/*',
    serve((request, token, language) => takeImport(desk, request, { token, language, openInTeams })),
  );
}

function mountAsset(server: restify.Server, name: string, type: string): void {
  const content = readFileSync(new URL(`assets/${name}`, import.meta.url), 'utf8');
  const handler = async (_request: restify.Request, response: restify.Response): Promise<void> =>
    send(response, 200, content, type);
  server.get(`/assets/${name}`, handler);
  server.head(`/assets/${name}`, handler);
}

const found = (page: string): Answer => ({ status: 200, page });
const notFound = (page: string): Answer => ({ status: 404, page });

function languageOfReader(request: restify.Request): Language {
  return pageLanguage(request.getQuery(), request.headers['accept-language']);
}

function send(
  response: restify.Response,
  status: number,
  body: string,
  type = 'text/html; charset=utf-8',
  headers = HEADERS,
): void {
  response.sendRaw(status, body, {
    ...headers,
    'Content-Type': type,
    'Content-Length': String(Buffer.byteLength(body)),
  });
}
