/** The function behind the links of exports: hands files out. */
import { brandOf } from '../../../shared/pages/brand.ts';
import { createS3Client } from '../../../shared/runtime/clients/s3.ts';
import { createFileStore } from '../../../shared/runtime/file-store.ts';
import { answer, pagesFunction } from '../../../shared/runtime/http.ts';
import { type Language, languageFor, languages } from '../../../shared/values/language.ts';
import { handOut, type Refusal, showDownload } from './operations/hand-out.ts';
import { privacyContract } from './privacy.contract.ts';
import { privacyDownloadEnvironment } from './privacy.environment.ts';
import { createDownloadPages } from './privacy.page.ts';
import { createPrivacyStore } from './privacy.store.ts';

interface Request {
  readonly query: { readonly lang?: string | undefined };
  readonly headers: Readonly<Record<string, string | undefined>>;
}

const pages = createDownloadPages(brandOf(privacyDownloadEnvironment.read()));

function languageOf({ query, headers }: Request): Language {
  return languageFor({ asked: query.lang, accepted: headers['accept-language'] }, languages, 'zh-CN');
}

const statusOf = { unknown: 404, gone: 410, 'used-up': 410 } as const;

const refuse = (refusal: Refusal, request: Request) =>
  answer(statusOf[refusal.kind], pages.download(refusal, languageOf(request)), pages.headers);

export const handler = pagesFunction(
  privacyContract,
  privacyDownloadEnvironment,
  ({ table, env }) => {
    const context = {
      privacy: createPrivacyStore(table),
      files: createFileStore(createS3Client(), env.PERSONAL_FILES_BUCKET),
    };
    return {
      showDownload: async ({ params, origin, ...request }) => {
        const view = await showDownload(params, { ...context, origin });
        if (view.kind !== 'open') return refuse(view, request);
        return answer(200, pages.download(view, languageOf(request)), pages.headers);
      },

      download: async ({ params, origin, ...request }) => {
        const handed = await handOut(params, { ...context, origin });
        if ('refusal' in handed) return refuse(handed.refusal, request);
        const { file, writes } = handed;
        const headers = {
          'content-disposition': `attachment; filename="${params.exportId}.json"`,
          'cache-control': 'no-store',
        };
        return { ...answer(200, file, headers), writes };
      },
    };
  },
  {
    problem(status, { queryStringParameters, headers }) {
      const language = languageOf({ query: queryStringParameters ?? {}, headers });
      const body = pages.failure(status < 500 ? 'unreadable' : 'busy', language);
      return { body, headers: pages.headers };
    },
  },
);
