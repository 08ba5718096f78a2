/** Where a team is named, one line for each domain that names some: while it is, it is not taken apart. */
export { loopRulesNaming as loopRules } from './callbacks/closed-loop/closed-loop.store.ts';
export { rulesNaming as assignmentRules } from './people/assignments/assignments.store.ts';
