import { SEVERITIES, stated, word } from '../../shared';

/** How grave a hazard is that was not removed in time; part of the section `severity`. */
export const hazardSeverity = { overdueHazard: stated(word(SEVERITIES)) };
