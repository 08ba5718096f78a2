/** What other domains may ask the preferences domain: the page for whoever stands behind a personal link. */
export { changePreferences, readPreferences } from './operations/change-preferences.ts';
export { createPreferencesPage, preferencesLink } from './preferences.page.ts';
