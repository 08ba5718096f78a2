/** The routes that the HTTP function of the area serves, one line for each domain. */
export { answerExportsRoutes } from './answer-exports/answer-exports.routes.ts';
export { campaignsRoutes } from './campaigns/campaigns.routes.ts';
export { collectorsRoutes } from './collectors/collectors.routes.ts';
export { improvementsRoutes } from './improvements/improvements.routes.ts';
export { libraryRoutes } from './library/library.routes.ts';
export { reportsRoutes } from './reports/reports.routes.ts';
export { responsesRoutes } from './responses/responses.routes.ts';
export { resultsRoutes } from './results/results.routes.ts';
export { surveysRoutes } from './surveys/surveys.routes.ts';
export { textsRoutes } from './texts/texts.routes.ts';
