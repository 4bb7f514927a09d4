import { count, section, stated } from '../../shared';

export const pushRules = section({
  /**
   * Read by nobody any more: by when a body is to have a message is `telling.deadlines`. It stays, because it is a part of the edition of the
   * rule book (`rule-book.ts`): without it every dossier would count as judged by other rules, and would have to be worked out anew.
   */
  deadlineWorkingDays: stated(count),
});
