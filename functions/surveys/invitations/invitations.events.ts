/** What the invitations domain tells itself. */
import { overdueEvent } from '../../../shared/events/overdue.ts';

/** It is time to remind some customers of a run. */
export const reminderOverdue = overdueEvent('reminder', 'work');
