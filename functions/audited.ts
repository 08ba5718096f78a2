/** Where what was done to a record is kept, one line for each kind of record whose changes are asked for by its id. */
export { callbackTrail as callback } from './callbacks/callbacks/callbacks.items.ts';
export { callSettingsTrail as callbackSettings } from './callbacks/calling/calling.items.ts';
export {
  loopRulesTrail as loopRules,
  loopTrail as loop,
} from './callbacks/closed-loop/closed-loop.items.ts';
export { planTrail as plan } from './callbacks/plans/plans.items.ts';
export { activityKindTrail as activityKind } from './commerce/activities/activities.items.ts';
export { analysisTrail as analysis } from './commerce/analyses/analyses.items.ts';
export { forecastTrail as forecast } from './commerce/forecasts/forecasts.items.ts';
export { orderTrail as order } from './commerce/orders/orders.items.ts';
export { productTrail as product } from './commerce/products/products.items.ts';
export { segmentTrail as segment } from './commerce/segments/segments.items.ts';
export { policyTrail as contactPolicy } from './contact/budgets/budgets.items.ts';
export { consentTextTrail as consentText } from './contact/consents/consents.items.ts';
export { correctionTrail as correction } from './customers/corrections/corrections.items.ts';
export {
  attachmentTrail as attachment,
  customerTrail as customer,
} from './customers/customers/customers.items.ts';
export { duplicateSettingsTrail as duplicateSettings } from './customers/duplicates/duplicates.items.ts';
export { fieldTrail as field } from './customers/fields/fields.items.ts';
export { importTrail as import, mappingTrail as mapping } from './customers/imports/imports.items.ts';
export { extractTrail as extract, listTrail as list } from './customers/lists/lists.items.ts';
export { completenessRulesTrail as completenessRules } from './customers/quality/quality.items.ts';
export { reindexingTrail as reindexing } from './customers/reindexing/reindexing.items.ts';
export { sourceRulesTrail as sourceRules } from './customers/sources/sources.items.ts';
export { viewTrail as view } from './customers/views/views.items.ts';
export { rulesTrail as assignmentRules } from './people/assignments/assignments.items.ts';
export { handoverTrail as handover } from './people/handovers/handovers.items.ts';
export { staffTrail as staff } from './people/staff/staff.items.ts';
export { teamTrail as team } from './people/teams/teams.items.ts';
export { answerExportTrail as answerexport } from './surveys/answer-exports/answer-exports.items.ts';
export { campaignTrail as campaign } from './surveys/campaigns/campaigns.items.ts';
export { collectorTrail as collector } from './surveys/collectors/collectors.items.ts';
export { improvementTrail as improvement } from './surveys/improvements/improvements.items.ts';
export { reportTrail as report } from './surveys/reports/reports.items.ts';
export { surveyTrail as survey } from './surveys/surveys/surveys.items.ts';
export { commentTrail as comment, textTopicsTrail as textTopics } from './surveys/texts/texts.items.ts';
