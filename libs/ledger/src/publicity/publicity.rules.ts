import { checked, count, forEach, section, SEVERITIES, stated } from '../shared';

/** How long a record is public: the subject may apply for repair after `minMonths`, its publicity ends by itself after `maxMonths`. */
const tier = checked(section({ minMonths: stated(count), maxMonths: stated(count) }), ({ minMonths, maxMonths }) =>
  minMonths.value <= maxMonths.value ? undefined : 'ends before repair may be applied for',
);

export const publicityRules = checked(forEach(SEVERITIES, tier), ({ MINOR, GENERAL, SERIOUS }) =>
  MINOR.maxMonths.value <= GENERAL.maxMonths.value && GENERAL.maxMonths.value <= SERIOUS.maxMonths.value
    ? undefined
    : 'is shorter for a graver record',
);
