/** In which language a command speaks. */
export type SpokenLanguage = 'en' | 'zh-CN';

/** The one asked for, e.g. `zh`; else that of the terminal: Chinese, or else English. */
export function spokenLanguage(
  asked: string | undefined,
  environment: NodeJS.ProcessEnv = process.env,
): SpokenLanguage {
  const { LC_ALL, LC_MESSAGES, LANG } = environment;
  return /^zh/i.test(asked ?? (LC_ALL || LC_MESSAGES || LANG || '')) ? 'zh-CN' : 'en';
}
