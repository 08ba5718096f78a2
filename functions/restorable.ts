/** What can be taken back of a kind of record, one line for each kind that a route gives back what it was. */
export { callbackRestorable as callback } from './callbacks/callbacks/callbacks.items.ts';
export { callSettingsRestorable as callbackSettings } from './callbacks/calling/calling.items.ts';
export { loopRulesRestorable as loopRules } from './callbacks/closed-loop/closed-loop.items.ts';
export { planRestorable as plan } from './callbacks/plans/plans.items.ts';
export { productRestorable as product } from './commerce/products/products.items.ts';
export { policyRestorable as contactPolicy } from './contact/budgets/budgets.items.ts';
export {
  customerRestorable as customer,
  interactionRestorable as interaction,
} from './customers/customers/customers.events.ts';
export { duplicateSettingsRestorable as duplicateSettings } from './customers/duplicates/duplicates.items.ts';
export { fieldRestorable as field } from './customers/fields/fields.items.ts';
export { listRestorable as list } from './customers/lists/lists.items.ts';
export { completenessRulesRestorable as completenessRules } from './customers/quality/quality.items.ts';
export { viewRestorable as view } from './customers/views/views.items.ts';
export { rulesRestorable as assignmentRules } from './people/assignments/assignments.items.ts';
export { staffRestorable as staff } from './people/staff/staff.items.ts';
export { teamRestorable as team } from './people/teams/teams.items.ts';
export { campaignRestorable as campaign } from './surveys/campaigns/campaigns.items.ts';
export { collectorRestorable as collector } from './surveys/collectors/collectors.items.ts';
export { improvementRestorable as improvement } from './surveys/improvements/improvements.items.ts';
export { surveyRestorable as survey } from './surveys/surveys/surveys.items.ts';
export {
  commentRestorable as comment,
  textTopicsRestorable as textTopics,
} from './surveys/texts/texts.items.ts';
