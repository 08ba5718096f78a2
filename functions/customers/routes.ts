/** The routes of the area, one line for each domain. */
export { correctionsRoutes } from './corrections/corrections.routes.ts';
export { customersRoutes } from './customers/customers.routes.ts';
export { duplicatesRoutes } from './duplicates/duplicates.routes.ts';
export { fieldsRoutes } from './fields/fields.routes.ts';
export { importsRoutes } from './imports/imports.routes.ts';
export { listsRoutes } from './lists/lists.routes.ts';
export { mergesRoutes } from './merges/merges.routes.ts';
export { qualityRoutes } from './quality/quality.routes.ts';
export { reindexingRoutes } from './reindexing/reindexing.routes.ts';
export { relationsRoutes } from './relations/relations.routes.ts';
export { searchRoutes } from './search/search.routes.ts';
export { sourcesRoutes } from './sources/sources.routes.ts';
export { viewsRoutes } from './views/views.routes.ts';
