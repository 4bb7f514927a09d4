import { normaliseText } from '../shared';

/** How templates mark a column that must be filled in or may be left out, and how they show its form. */
const NOTES =
  /\((?:\*|[非不]?必[填录][项]?|[选可][填选空录][项]?|可不填|格式[^)]*|[例如][^)]*|示例[^)]*|18位[^)]*|y{4}[^)]*)\)/g;

/**
 * A heading for comparison: without regard to width and case of letters, the form of brackets and dashes, spaces and line ends, marks
 * of obligation (`*`, `（必填）`), notes on the form (`（18位）`, `（格式：…）`), and a colon at the end. Idempotent.
 */
export const normaliseHeading = (heading: string): string =>
  normaliseText(heading)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s*]+/g, '')
    .replace(/[【[]([^】\]]*)[】\]]/g, '($1)')
    .replace(NOTES, '')
    .replace(/[:;]+$/, '');
